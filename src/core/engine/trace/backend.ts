/** The TensorFlow.js backend that records instead of computing. One program at a time: tracing never awaits. */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { checkNextState } from '../check.ts'
import { onBackend } from '../on-backend.ts'
import { tf } from '../tf.ts'
import { GraphBuilder, type Graph, type Value } from '../onnx/graph.ts'
import type { HostTensorMap, Program, TensorMap } from '../program.ts'
import { kernels } from './kernels/index.ts'
import type { TraceTarget } from './ops.ts'
import { Tracer } from './tracer.ts'

const NAME = 'onnx-trace'
const NO_VALUES = 'a program must not read the value of a tensor: it is recorded before there are values'
/** Filled tensors of more elements than this are one number and a shape in the graph. */
const FEW = 16

let current: Tracer | undefined
/** What the program did that can only be reported when it has returned. */
let misuse: Error | undefined

function tracer(): Tracer {
  if (!current) throw new Error('the tracing backend was used outside of a trace')
  return current
}

type ConstantNumbers = Float32Array | Int32Array | Uint8Array

function bindConstant(dataId: object, values: ConstantNumbers, shape: readonly number[], dtype: tf.DataType): void {
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool')
    throw new Error(`tensors of type ${dtype} cannot be traced`)
  const { builder } = tracer()
  const kind = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype]
  const data = kind.from(values)
  const [first = 0] = data
  const filled = data.length > FEW && data.every((value) => Object.is(value, first))
  const value = filled ? tracer().full(shape, first, dtype) : builder.constant(data, shape, dtype)
  tracer().bind(dataId, value, data)
}

/** Takes in a tensor that was made outside the program, on another backend, as a constant. */
function adopt({ dataId, shape, dtype }: TensorInfo): void {
  if (tracer().knows(dataId)) return
  const home = tf.engine().state.tensorInfo.get(dataId)?.backend as tf.KernelBackend | undefined
  if (!home) throw new Error('the program uses a tensor that has been disposed of')
  if (home instanceof TraceBackend)
    throw new Error('the program uses a tensor kept from the recording of another: make it inside the program')
  bindConstant(dataId, home.readSync(dataId) as ConstantNumbers, shape, dtype)
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
    bindConstant(dataId, values as ConstantNumbers, shape, dtype)
  }
  override readSync(dataId: object): Float32Array {
    const values = tracer().valuesOf(dataId)
    if (!values) throw new Error(NO_VALUES)
    return values as Float32Array
  }
  override async read(dataId: object): Promise<Float32Array> {
    const values = tracer().valuesOf(dataId)
    if (values) return values as Float32Array
    // The program is not waiting for this promise, so it could fail unseen: the trace fails instead.
    misuse ??= new Error(NO_VALUES)
    return new Promise(() => {})
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
      kernelFunc: ({ inputs, attrs }) => {
        for (const info of Object.values(inputs)) if (info) adopt(info)
        return lower(tracer(), inputs as Record<string, TensorInfo>, attrs ?? {})
      },
    })
  }
}

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
  return onBackend(NAME, () => record(program, target, frozen))
}

function record(program: Program, target: TraceTarget, frozen?: HostTensorMap): Graph {
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
      if (misuse) throw misuse
      checkNextState(program, state)
      for (const tensor of [...Object.values(made), ...Object.values(state)]) adopt(tensor)
      // Truth values come out as 0 and 1.
      for (const [name, tensor] of Object.entries(made))
        outputs[name] =
          tensor.dtype === 'bool' ? tracer().cast(tracer().plain(tensor), 'int32') : tracer().plain(tensor)
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
    misuse = undefined
  }
}
