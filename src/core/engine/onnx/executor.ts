/** Runs a program as one ONNX Runtime graph; `state.ts` keeps its state between runs. */
import { checkTensors } from '../check.ts'
import { deviceError } from '../device-trouble.ts'
import type { CompileOptions, Executable, Program } from '../program.ts'
import { optimise } from '../passes/index.ts'
import { graphNames, trace } from '../trace/backend.ts'
import { chooseTiles, type ChooseTiles } from '../trace/kernels/spectral/plan.ts'
import type { ort } from './session.ts'
import { blockSize, createSession, toOrt, type Provider, type SessionSettings } from './session.ts'
import type { GraphNode } from './graph.ts'
import { locations, processorState, toHost, webgpuState, type Feeds, type Fetches } from './state.ts'
import { nodeName, writeOnnx } from './write.ts'

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
  readonly tiles?: ChooseTiles
}

/** Records a program into a graph and writes that down; `choices` are those made by shape. */
async function modelOf(
  program: Program,
  provider: Provider,
  { frozen, unblocked = false, without = [], tiles = chooseTiles }: OnnxOptions,
) {
  // A free batch can be neither tiled nor summed over; ONNX Runtime lays it out by itself where the weights are known.
  const fixed = provider === 'cpu' && !program.batchIsFree && !unblocked
  const block = fixed ? await blockSize() : 0
  const choices = new Set<string>()
  const target = {
    block,
    note: (choice: string) => choices.add(choice),
    ...(fixed && !without.includes('fourier') && { tiles }),
  }
  const graph = optimise(await trace(program, target, frozen), block, without)
  const unbatched = new Set(Object.keys(program.state).map(graphNames.state))
  const model = writeOnnx(graph, program.batchIsFree ? { batch: 'batch', fixed: unbatched } : {})
  return { graph, model, choices: [...choices] }
}

export async function compileOnnx(
  program: Program,
  provider: Provider,
  options: OnnxOptions = {},
): Promise<OnnxExecutable> {
  const { frozen } = options
  const { graph, model, choices } = await modelOf(program, provider, options)
  const processorNodes = graph.nodes.flatMap((node, index) => (reportsPositions(node) ? [nodeName(node, index)] : []))
  const stateNames = frozen ? [] : Object.keys(program.state)
  const changing = new Set(graph.outputs.map((value) => value.name))
  const moves = stateNames.filter((name) => changing.has(graphNames.next(name)))
  const outputNames = [...changing].filter((name) => !name.startsWith('next.'))
  const staysThere = provider === 'webgpu' && stateNames.length > 0
  const outputs = staysThere && { outputs: locations([...changing], new Set(moves.map(graphNames.next))) }
  const made = { inference: frozen !== undefined, processorNodes, ...outputs, ...options, provider }
  const session = await createSession(model, made).catch((cause: unknown) => {
    throw deviceError(provider, 'starting', program.name, cause)
  })
  const specs = frozen ? {} : program.state
  const state = staysThere ? webgpuState(specs, moves) : processorState(specs, moves)

  return {
    program,
    device: provider,
    choices,
    endProfiling: () => session.endProfiling(),
    async run(inputs) {
      checkTensors(program.inputs, inputs, {
        of: `input of ${program.name}`,
        batchIsFree: program.batchIsFree ?? false,
      })
      const feeds: Feeds = {}
      for (const [name, value] of Object.entries(inputs)) feeds[graphNames.input(name)] = toOrt(value)
      await state.feed(feeds)
      const fetches: Fetches = {}
      for (const name of outputNames) fetches[name] = null
      state.fetch(fetches)
      const results = await session.run(feeds, fetches).catch((cause: unknown) => {
        throw deviceError(provider, 'running', program.name, cause)
      })
      state.advance(results)
      return Object.fromEntries(outputNames.map((name) => [name, toHost(results[name] as ort.Tensor)]))
    },
    async readState(names = stateNames) {
      if (frozen) return frozen
      return state.read(names)
    },
    async writeState(values) {
      if (frozen) throw new Error(`the state of ${program.name} is frozen`)
      checkTensors(program.state, values, { of: `state of ${program.name}`, batchIsFree: false })
      state.write(values)
    },
    async dispose() {
      await state.dispose()
      await session.release()
    },
  }
}
