/** The TensorFlow.js backend that records instead of computing. One program at a time: tracing never awaits. */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { tf } from '../tf.ts'
import { GraphBuilder, type Graph, type Value } from '../onnx/graph.ts'
import type { HostTensorMap, Program, TensorMap } from '../program.ts'
import { kernels } from './kernels/index.ts'
import { Tracer, type TraceTarget } from './tracer.ts'

const NAME = 'onnx-trace'
let current: Tracer | undefined

function tracer(): Tracer {
  if (!current) throw new Error('the tracing backend was used outside of a trace')
  return current
}

class TraceBackend extends tf.KernelBackend {
  override write(values: Parameters<tf.KernelBackend['write']>[0], shape: number[], dtype: tf.DataType): object {
    const dataId = {}
    this.move(dataId, values, shape, dtype)
    return dataId
  }
  override move(
    dataId: object,
    values: Parameters<tf.KernelBackend['write']>[0],
    shape: number[],
    dtype: tf.DataType,
  ): void {
    const list = Array.from(values as Float32Array, Number)
    const data =
      dtype === 'float32' ? Float32Array.from(list) : dtype === 'int32' ? Int32Array.from(list) : Uint8Array.from(list)
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool')
      throw new Error(`tensors of type ${dtype} cannot be traced`)
    tracer().bind(dataId, tracer().builder.constant(data, shape, dtype))
  }
  override readSync(dataId: object): Float32Array {
    const value = tracer().plain({ dataId, shape: [], dtype: 'float32' })
    if (!value.constant)
      throw new Error('a program must not read the value of a tensor: it is recorded before there are values')
    return value.constant as Float32Array
  }
  override disposeData(): boolean {
    return true
  }
  override numDataIds(): number {
    return 0
  }
  override refCount(): number {
    return 1
  }
  override incRef(): void {}
  override memory(): { unreliable: boolean } {
    return { unreliable: true }
  }
  override floatPrecision(): 32 {
    return 32
  }
  override epsilon(): number {
    return 1e-7
  }
  override timerAvailable(): boolean {
    return false
  }
  override dispose(): void {}
}

let registered = false

function register(): void {
  if (registered) return
  registered = true
  tf.registerBackend(NAME, () => new TraceBackend(), 0)
  for (const [kernelName, lower] of Object.entries(kernels)) {
    tf.registerKernel({
      kernelName,
      backendName: NAME,
      kernelFunc: ({ inputs, attrs }) => lower(tracer(), inputs as Record<string, TensorInfo>, attrs ?? {}),
    })
  }
}

/** Names of the kernels the tracer knows. */
export const tracedKernels = Object.keys(kernels)

const INPUT = 'in.'
const STATE = 'state.'
const NEXT = 'next.'

/** Graph names of a program's tensors. */
export const graphNames = {
  input: (name: string) => INPUT + name,
  state: (name: string) => STATE + name,
  next: (name: string) => NEXT + name,
}

/**
 * Records a program as an ONNX graph. Inputs are `in.NAME` and `state.NAME`, outputs `NAME` and, for state that changes,
 * `next.NAME`.
 * @param frozen values of the state: it is written into the graph as constants, and there are no `state.NAME` inputs
 * @throws Error naming the kernel when the program uses one that has no lowering.
 */
export async function trace(program: Program, target: TraceTarget, frozen?: HostTensorMap): Promise<Graph> {
  register()
  const before = tf.getBackend() as string | undefined
  await tf.setBackend(NAME)
  const builder = new GraphBuilder()
  current = new Tracer(builder, target)
  try {
    const enter = (prefix: string, specs: Program['inputs'], constants?: HostTensorMap): TensorMap =>
      Object.fromEntries(
        Object.entries(specs).map(([name, { shape, dtype }]) => {
          const known = constants?.[name]
          const value = known ? builder.constant(known.data, shape, dtype) : builder.input(prefix + name, shape, dtype)
          return [name, tf.engine().makeTensorFromTensorInfo(tracer().handle(value))]
        }),
      )
    const outputs: Record<string, Value> = {}
    tf.tidy(() => {
      const { outputs: made, state = {} } = program.run(
        enter(INPUT, program.inputs),
        enter(STATE, program.state, frozen),
      )
      for (const [name, tensor] of Object.entries(made)) outputs[name] = tracer().plain(tensor)
      for (const [name, tensor] of Object.entries(state)) outputs[NEXT + name] = tracer().plain(tensor)
    })
    return builder.finish(program.name, outputs)
  } catch (error) {
    const missing = /Kernel '(\w+)' not registered/.exec(error instanceof Error ? error.message : '')
    if (!missing) throw error
    throw new Error(
      `the tracer has no lowering for the TensorFlow.js kernel '${missing[1]}': add it in src/core/engine/trace/kernels`,
      { cause: error },
    )
  } finally {
    current = undefined
    if (before) await tf.setBackend(before)
  }
}
