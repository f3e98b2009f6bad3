/** Sums, means and extremes over axes, straight from the layout the tensor is in. */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { physicalAxes } from '../layout.ts'
import type { Tracer } from '../tracer.ts'
import { axesOf, elementType, input, type Attrs, type Inputs, type Lowering, type Lowerings } from './kernel.ts'

function reduce(tracer: Tracer, x: TensorInfo, op: string, axes: readonly number[], keepDims: boolean): TensorInfo {
  const type = elementType(x)
  const shape = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
  const result = keepDims ? shape : x.shape.filter((_, axis) => !axes.includes(axis))
  if (axes.length === 0) return tracer.handle(tracer.plain(x))
  // What stays must be one run of channels, or everything goes: then the layout's order of the rest does not matter.
  const native = x.shape.length === 4 && [0, 1, 2].every((axis) => axes.includes(axis))
  const layout = native ? tracer.layout(x) : 'plain'
  const value = tracer.in(x, layout)
  const physical = axes.flatMap((axis) => physicalAxes(axis, layout)).sort((a, b) => a - b)
  const reduced = value.shape.filter((_, axis) => !physical.includes(axis))
  const made = tracer.op(op, [value, tracer.builder.ints(physical)], { shape: reduced, type }, { keepdims: 0 })
  return tracer.handle(tracer.reshape(made, result))
}

const reduction =
  (op: string, attribute = 'axis'): Lowering =>
  (tracer, inputs, attrs) => {
    const x = input(inputs, 'x')
    return reduce(
      tracer,
      x,
      op,
      axesOf(attrs[attribute], x.shape.length),
      (attrs.keepDims as boolean | undefined) ?? false,
    )
  }

const best =
  (op: string): Lowering =>
  (tracer: Tracer, inputs: Inputs, attrs: Attrs) => {
    const x = input(inputs, 'x')
    const axis = axesOf(attrs.axis, x.shape.length)[0] ?? 0
    const shape = x.shape.filter((_, position) => position !== axis)
    const made = tracer.op(op, [tracer.plain(x)], { shape, type: 'int64' }, { axis, keepdims: 0 })
    return tracer.handle(tracer.cast(made, 'int32'))
  }

/** any / all of truth values: the largest / smallest of 0 and 1. */
const logical =
  (op: string): Lowering =>
  (tracer, inputs, attrs) => {
    const x = input(inputs, 'x')
    const counted = tracer.handle(tracer.cast(tracer.plain(x), 'int32'))
    const made = reduce(
      tracer,
      counted,
      op,
      axesOf(attrs.axis, x.shape.length),
      (attrs.keepDims as boolean | undefined) ?? false,
    )
    return tracer.handle(tracer.cast(tracer.plain(made), 'bool'))
  }

const softmax: Lowering = (tracer, inputs, attrs) => {
  const x = tracer.plain(input(inputs, 'logits'))
  return tracer.handle(tracer.op('Softmax', [x], x, { axis: axesOf(attrs.dim ?? -1, x.shape.length)[0] as number }))
}

export const reductions: Lowerings = {
  Sum: reduction('ReduceSum'),
  Mean: (tracer, inputs, attrs) => {
    const x = input(inputs, 'x')
    const layout = tracer.layout(x)
    const numbers = tracer.handle(tracer.cast(tracer.in(x, layout), 'float32'), x.shape, layout)
    return reduction('ReduceMean')(tracer, { x: numbers }, attrs)
  },
  Max: reduction('ReduceMax', 'reductionIndices'),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  Any: logical('ReduceMax'),
  All: logical('ReduceMin'),
  ArgMax: best('ArgMax'),
  ArgMin: best('ArgMin'),
  Softmax: softmax,
}
