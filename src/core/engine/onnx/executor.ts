/** Runs a program as one ONNX Runtime graph; state stays in two sets of buffers used in turn. */
import { checkTensors } from '../check.ts'
import { deviceError } from '../device-trouble.ts'
import {
  sizeOf,
  zeroState,
  type CompileOptions,
  type DType,
  type Executable,
  type HostTensor,
  type HostTensorMap,
  type Program,
} from '../program.ts'
import { optimise } from '../passes/index.ts'
import { graphNames, trace } from '../trace/backend.ts'
import { chooseTile, type ChooseTile } from '../trace/kernels/spectral/plan.ts'
import { blockSize, createSession, ort, toOrt, type Provider, type SessionSettings } from './session.ts'
import type { GraphNode } from './graph.ts'
import { nodeName, writeOnnx } from './write.ts'

type Feeds = Record<string, ort.Tensor>

const toHost = (tensor: ort.Tensor): HostTensor => ({
  shape: tensor.dims,
  dtype: tensor.type as DType,
  data: tensor.data as Float32Array | Int32Array,
})

const empty = (shape: readonly number[], dtype: DType): ort.Tensor =>
  new ort.Tensor(dtype, dtype === 'int32' ? new Int32Array(sizeOf(shape)) : new Float32Array(sizeOf(shape)), [...shape])

/** ONNX Runtime's WebGPU takes such pooling for its own and then says that it cannot give positions. */
const reportsPositions = ({ op, outputs }: GraphNode) => op === 'MaxPool' && outputs.length > 1

export interface OnnxExecutable extends Executable {
  /** What was chosen by shape, in words. */
  readonly choices: readonly string[]
  /** Ends a profile asked for by the settings. */
  endProfiling(): void
}

export interface OnnxOptions extends Partial<SessionSettings>, CompileOptions {
  /** Standard ONNX ops only, as where the processor has no blocked kernels. */
  readonly unblocked?: boolean
  /** Passes to leave out, by name, or `fourier`: to see what each brings. */
  readonly without?: readonly string[]
  /** Which convolutions are done by Fourier transforms. @default chosen by shape */
  readonly tile?: ChooseTile
}

export async function compileOnnx(
  program: Program,
  provider: Provider,
  { frozen, unblocked = false, without = [], tile = chooseTile, ...settings }: OnnxOptions = {},
): Promise<OnnxExecutable> {
  const trains = provider === 'cpu' && !program.batchIsFree && !frozen && !unblocked
  const block = trains ? await blockSize() : 0
  const choices = new Set<string>()
  const target = {
    block,
    note: (choice: string) => choices.add(choice),
    ...(trains && !without.includes('fourier') && { tile }),
  }
  const graph = optimise(await trace(program, target, frozen), block, without)
  const fixed = new Set(Object.keys(program.state).map(graphNames.state))
  const model = writeOnnx(graph, program.batchIsFree ? { batch: 'batch', fixed } : {})
  const processorNodes = graph.nodes.flatMap((node, index) => (reportsPositions(node) ? [nodeName(node, index)] : []))
  const made = { inference: frozen !== undefined, processorNodes, ...settings, provider }
  const session = await createSession(model, made).catch((cause: unknown) => {
    throw deviceError(provider, 'starting', program.name, cause)
  })

  const stateNames = frozen ? [] : Object.keys(program.state)
  const changing = new Set(graph.outputs.map((value) => value.name))
  const moves = stateNames.filter((name) => changing.has(graphNames.next(name)))
  const outputNames = graph.outputs.map((value) => value.name).filter((name) => !name.startsWith('next.'))
  let state: Feeds = Object.fromEntries(
    Object.entries(zeroState(program.state)).map(([name, value]) => [name, toOrt(value)]),
  )
  // An output written over its own input corrupts a training graph: the next state goes into a second set.
  let spare: Feeds = Object.fromEntries(
    moves.map((name) => {
      const { shape, dtype } = program.state[name] as { shape: readonly number[]; dtype: DType }
      return [name, empty(shape, dtype)]
    }),
  )

  return {
    program,
    device: provider,
    choices: [...choices],
    endProfiling: () => session.endProfiling(),
    async run(inputs) {
      checkTensors(program.inputs, inputs, {
        of: `input of ${program.name}`,
        batchIsFree: program.batchIsFree ?? false,
      })
      const feeds: Feeds = {}
      for (const [name, value] of Object.entries(inputs)) feeds[graphNames.input(name)] = toOrt(value)
      for (const name of stateNames) feeds[graphNames.state(name)] = state[name] as ort.Tensor
      const fetches: Record<string, ort.Tensor | null> = {}
      for (const name of outputNames) fetches[name] = null
      for (const name of moves) fetches[graphNames.next(name)] = spare[name] as ort.Tensor
      const results = await session.run(feeds, fetches).catch((cause: unknown) => {
        throw deviceError(provider, 'running', program.name, cause)
      })
      const next = { ...state }
      for (const name of moves) next[name] = spare[name] as ort.Tensor
      spare = Object.fromEntries(moves.map((name) => [name, state[name] as ort.Tensor]))
      state = next
      return Object.fromEntries(outputNames.map((name) => [name, toHost(results[name] as ort.Tensor)]))
    },
    async readState(names = stateNames) {
      if (frozen) return frozen
      const copies: HostTensorMap = {}
      for (const name of names) {
        const { shape, dtype, data } = toHost(state[name] as ort.Tensor)
        copies[name] = { shape, dtype, data: data.slice() }
      }
      return copies
    },
    async writeState(values) {
      if (frozen) throw new Error(`the state of ${program.name} is frozen`)
      checkTensors(program.state, values, { of: `state of ${program.name}`, batchIsFree: false })
      for (const [name, value] of Object.entries(values))
        ((state[name] as ort.Tensor).data as Float32Array).set(value.data)
    },
    async dispose() {
      await session.release()
      state = {}
      spare = {}
    },
  }
}
