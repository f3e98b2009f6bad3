/** ONNX Runtime sessions: where they are made and what this processor's blocked layout looks like. */
import * as ort from 'onnxruntime-node'
import type { HostTensor } from '../program.ts'
import { GraphBuilder } from './graph.ts'
import { writeOnnx } from './write.ts'

export { ort }

export type Provider = 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml'

export interface SessionSettings {
  readonly provider: Provider
  /** Threads of one op; absent takes every core. */
  readonly threads?: number
  /**
   * Inference with constant weights: ONNX Runtime then fuses and lays them out better than a trace can. Training graphs
   * are optimised by our own passes instead; its transpose optimiser would merge quick 2-D transposes into slow ones.
   */
  readonly inference?: boolean
  /** Nodes by name that the provider claims and then cannot run: they go to the processor. */
  readonly processorNodes?: readonly string[]
  /** WebGPU: which outputs stay in its memory. */
  readonly outputs?: Readonly<Record<string, 'gpu-buffer' | 'cpu'>>
  /** Start of the file name ONNX Runtime's profile is written to: for tests/bench. */
  readonly profile?: string
}

/** Whether ONNX Runtime was built with a provider; whether it works here is another question. */
export function hasProvider(provider: Provider): boolean {
  return ort.listSupportedBackends().some(({ name }) => name === provider)
}

/**
 * Microseconds a thread without work looks for more before it sleeps. Long enough for the gaps between operations; without
 * a limit ONNX Runtime's threads take whole cores from whatever else runs, between steps as well.
 */
const SPIN = '200'

export async function createSession(
  model: Uint8Array,
  { provider, threads, inference = false, processorNodes = [], outputs, profile }: SessionSettings,
): Promise<ort.InferenceSession> {
  // An empty list is refused.
  const choosy = provider === 'webgpu' && processorNodes.length > 0
  const first = choosy ? { name: provider, forceCpuNodeNames: processorNodes } : provider
  return ort.InferenceSession.create(model, {
    executionProviders: provider === 'cpu' ? ['cpu'] : [first, 'cpu'],
    graphOptimizationLevel: inference ? 'all' : 'disabled',
    executionMode: 'sequential',
    // A plan for all memory at once stands beside what the first run took: a third more in all, and no quicker.
    enableMemPattern: false,
    logSeverityLevel: 3,
    extra: { session: { intra_op: { spin_duration_us: SPIN } } },
    ...(outputs !== undefined && { preferredOutputLocation: outputs }),
    ...(profile !== undefined && { enableProfiling: true, profileFilePrefix: profile }),
    ...(threads !== undefined && { intraOpNumThreads: threads }),
  })
}

export function toOrt({ dtype, data, shape }: HostTensor): ort.Tensor {
  return new ort.Tensor(dtype, data as Float32Array, [...shape])
}

let block: Promise<number> | undefined

/**
 * Channels in a block of the blocked (NCHWc) layout: 16 with AVX-512, 8 with AVX2, 0 where ONNX Runtime has no such
 * kernels. Found by reordering 32 counted channels and looking where the second pixel's went.
 */
export function blockSize(): Promise<number> {
  block ??= probeBlock().catch(() => 0)
  return block
}

async function probeBlock(): Promise<number> {
  const builder = new GraphBuilder()
  const x = builder.input('x', [1, 32, 1, 2], 'float32')
  const y = builder.op(
    'ReorderInput',
    [x],
    { shape: [1, 32, 1, 2], type: 'float32' },
    { channels_last: 0 },
    'com.microsoft.nchwc',
  )
  const session = await createSession(writeOnnx(builder.finish('probe', { y })), { provider: 'cpu', threads: 1 })
  const data = Float32Array.from({ length: 64 }, (_, i) => i)
  const result = await session.run({ x: new ort.Tensor('float32', data, [1, 32, 1, 2]) })
  await session.release()
  // Channel 0 of the second pixel is the number 1; it stands right behind the first pixel's block.
  const at = (result.y?.data as Float32Array).indexOf(1)
  return at === 8 || at === 16 || at === 4 ? at : 0
}
