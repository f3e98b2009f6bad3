/** ONNX ops on values, the shapes of their results worked out. */
import type { Attributes, ElementType, GraphBuilder, Value, ValueType } from '../onnx/graph.ts'
import type { ChooseTiles } from './kernels/spectral/plan.ts'

export interface TraceTarget {
  /** Channels in a block of ONNX Runtime's blocked layout on this processor; 0 keeps to standard ONNX ops. */
  readonly block: number
  /** Large convolutions by Fourier transforms where this says so; absent keeps to direct ones. */
  readonly tiles?: ChooseTiles | undefined
  /** Told of every choice the recorder made by shape. */
  readonly note?: ((choice: string) => void) | undefined
}

export class Ops {
  readonly builder: GraphBuilder
  readonly target: TraceTarget

  constructor(builder: GraphBuilder, target: TraceTarget) {
    this.builder = builder
    this.target = target
  }

  op(
    op: string,
    inputs: readonly (Value | undefined)[],
    result: ValueType,
    attributes?: Attributes,
    domain?: string,
  ): Value {
    return this.builder.op(op, inputs, result, attributes, domain)
  }

  reshape(value: Value, shape: readonly number[]): Value {
    return this.builder.reshape(value, shape)
  }

  transpose(value: Value, perm: readonly number[]): Value {
    if (perm.every((axis, position) => axis === position)) return value
    const shape = perm.map((axis) => value.shape[axis] as number)
    // Moving axes of size 1 changes no byte.
    const moving = (axes: readonly number[]) => axes.filter((axis) => value.shape[axis] !== 1)
    const order = moving(perm)
    if (
      order.every((axis, position) => position === 0 || axis > (order[position - 1] as number)) &&
      shape[0] === value.shape[0]
    )
      return this.reshape(value, shape)
    return this.op('Transpose', [value], { shape, type: value.type }, { perm })
  }

  cast(value: Value, type: ElementType): Value {
    if (value.type === type) return value
    const to = { float32: 1, int32: 6, int64: 7, bool: 9 }[type]
    return this.op('Cast', [value], { shape: value.shape, type }, { to })
  }

  /** Every element the same number; stays one number in the file however large the shape is. */
  full(shape: readonly number[], value: number, type: 'float32' | 'int32' | 'bool'): Value {
    const data =
      type === 'float32'
        ? Float32Array.of(value)
        : type === 'int32'
          ? Int32Array.of(value)
          : Uint8Array.of(value ? 1 : 0)
    const scalar = this.builder.constant(data, [], type)
    return shape.length === 0 ? scalar : this.op('Expand', [scalar, this.builder.ints(shape)], { shape, type })
  }

  slice(
    value: Value,
    axes: readonly number[],
    starts: readonly number[],
    ends: readonly number[],
    steps?: readonly number[],
  ): Value {
    const shape = [...value.shape]
    axes.forEach((axis, i) => {
      const step = steps?.[i] ?? 1
      shape[axis] =
        step > 0 ? Math.ceil(((ends[i] as number) - (starts[i] as number)) / step) : (value.shape[axis] as number)
    })
    const { builder } = this
    const inputs = [value, builder.ints(starts), builder.ints(ends), builder.ints(axes)]
    if (steps) inputs.push(builder.ints(steps))
    return this.op('Slice', inputs, { shape, type: value.type })
  }

  concat(values: readonly Value[], axis: number): Value {
    const first = values[0] as Value
    if (values.length === 1) return first
    const shape = [...first.shape]
    shape[axis] = values.reduce((sum, value) => sum + (value.shape[axis] as number), 0)
    return this.op('Concat', values, { shape, type: first.type }, { axis })
  }
}
