/**
 * Where a program's state lies between runs. On the processor in two sets of buffers used in turn; on a graphics card by
 * WebGPU it stays there. (ONNX Runtime's Node binding 1.30 can leave outputs in WebGPU's memory only: for CUDA, DirectML
 * and CoreML state crosses the bus in every step.)
 */
import { sizeOf, zeroState, type DType, type HostTensor, type HostTensorMap, type SpecMap } from '../program.ts'
import { graphNames } from '../trace/backend.ts'
import { GraphBuilder } from './graph.ts'
import { createSession, ort, toOrt } from './session.ts'
import { writeOnnx } from './write.ts'

export type Feeds = Record<string, ort.Tensor>
export type Fetches = Record<string, ort.Tensor | null>

export interface StateStore {
  /** Adds the state to the feeds of a run. */
  feed(feeds: Feeds): Promise<void>
  /** Adds the places of the next state to its fetches. */
  fetch(fetches: Fetches): void
  /** Takes over the next state after a run that went well. */
  advance(results: Readonly<Record<string, ort.Tensor>>): void
  /** Copies. */
  read(names: readonly string[]): Promise<HostTensorMap>
  write(values: HostTensorMap): void
  dispose(): Promise<void>
}

export const toHost = (tensor: ort.Tensor): HostTensor => ({
  shape: tensor.dims,
  dtype: tensor.type as DType,
  data: tensor.data as Float32Array | Int32Array,
})

const copy = ({ shape, dtype, data }: HostTensor): HostTensor => ({ shape, dtype, data: data.slice() })

const empty = ({ shape, dtype }: SpecMap[string]): ort.Tensor =>
  new ort.Tensor(dtype, dtype === 'int32' ? new Int32Array(sizeOf(shape)) : new Float32Array(sizeOf(shape)), [...shape])

const mapped = <A, B>(record: Record<string, A>, map: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]))

/** @param moves names of the entries that change */
export function processorState(specs: SpecMap, moves: readonly string[]): StateStore {
  let state = mapped(zeroState(specs), toOrt)
  // An output written over its own input corrupts a training graph: the next state goes into a second set.
  let spare: Feeds = Object.fromEntries(moves.map((name) => [name, empty(specs[name]!)]))
  return {
    async feed(feeds) {
      for (const [name, tensor] of Object.entries(state)) feeds[graphNames.state(name)] = tensor
    },
    fetch(fetches) {
      for (const name of moves) fetches[graphNames.next(name)] = spare[name]!
    },
    advance() {
      const before = Object.fromEntries(moves.map((name) => [name, state[name]!]))
      state = { ...state, ...spare }
      spare = before
    },
    async read(names) {
      return Object.fromEntries(names.map((name) => [name, copy(toHost(state[name]!))]))
    },
    write(values) {
      for (const [name, { data }] of Object.entries(values)) (state[name]!.data as Float32Array).set(data)
    },
    async dispose() {
      state = {}
      spare = {}
    },
  }
}

/** Lets the outputs of these names stay in WebGPU's memory; everything else comes out. */
export function locations(
  outputs: readonly string[],
  staying: ReadonlySet<string>,
): Record<string, 'gpu-buffer' | 'cpu'> {
  return Object.fromEntries(outputs.map((name) => [name, staying.has(name) ? 'gpu-buffer' : 'cpu']))
}

/**
 * A graph that changes nothing, which carries tensors to the card or back. Asking such a tensor for its data would end
 * the process: the binding lacks it.
 */
async function carrier(specs: SpecMap, to: 'gpu-buffer' | 'cpu'): Promise<ort.InferenceSession> {
  const builder = new GraphBuilder()
  const values = Object.entries(specs).map(([name, { shape, dtype }]) => {
    const input = builder.input(graphNames.state(name), shape, dtype)
    return [name, builder.op('Identity', [input], input)] as const
  })
  const graph = builder.finish('carry', Object.fromEntries(values))
  const names = graph.outputs.map(({ name }) => name)
  const staying = new Set(to === 'cpu' ? [] : names)
  return createSession(writeOnnx(graph), { provider: 'webgpu', outputs: locations(names, staying) })
}

const isAway = (tensor: ort.Tensor) => tensor.location !== 'cpu'

function drop(tensors: readonly ort.Tensor[]): void {
  for (const tensor of tensors) if (isAway(tensor)) tensor.dispose()
}

/** State in the memory of WebGPU, for a session made with `locations` of the entries that change. */
export function webgpuState(specs: SpecMap, moves: readonly string[]): StateStore {
  const names = Object.keys(specs)
  // What was written and not yet fed lies on the host.
  let state: Feeds = mapped(zeroState(specs), toOrt)
  let up: ort.InferenceSession | undefined
  let down: ort.InferenceSession | undefined
  const all = () => Object.fromEntries(names.map((name) => [graphNames.state(name), state[name]!]))
  return {
    async feed(feeds) {
      // What a step changes goes there with the step; the rest would be sent again with every one.
      if (names.some((name) => !moves.includes(name) && !isAway(state[name]!))) {
        up ??= await carrier(specs, 'gpu-buffer')
        const before = Object.values(state)
        state = { ...(await up.run(all())) }
        drop(before)
      }
      Object.assign(feeds, all())
    },
    fetch(fetches) {
      for (const name of moves) fetches[graphNames.next(name)] = null
    },
    advance(results) {
      const before = moves.map((name) => state[name]!)
      for (const name of moves) state[name] = results[graphNames.next(name)]!
      drop(before)
    },
    async read(wanted) {
      const away = wanted.filter((name) => isAway(state[name]!))
      if (away.length > 0) down ??= await carrier(specs, 'cpu')
      const carried = away.length > 0 ? await down!.run(all(), away) : {}
      return Object.fromEntries(
        wanted.map((name) => [name, name in carried ? toHost(carried[name]!) : copy(toHost(state[name]!))]),
      )
    },
    write(values) {
      drop(Object.values(state))
      state = mapped(values, (value) => toOrt(copy(value)))
    },
    async dispose() {
      drop(Object.values(state))
      state = {}
      await up?.release()
      await down?.release()
    },
  }
}
