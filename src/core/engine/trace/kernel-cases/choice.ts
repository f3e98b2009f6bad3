/** Choosing, casting and filling. */
import fc from 'fast-check'
import { tf, type Tensor } from '../../tf.ts'
import { broadcastShapes } from './arithmetic.ts'
import {
  asKind,
  asNumbers,
  asPicture,
  fills,
  float,
  int,
  kernelCase,
  kinds,
  numberKinds,
  ofKind,
  pictureShape,
  shapeOf,
  whole,
} from './case.ts'
import type { KernelCase } from './case.ts'

/** The kernel itself, whose condition may be one truth for each row; `tf.where` broadcasts before it calls it. */
function selectRows(condition: Tensor, t: Tensor, e: Tensor): Tensor {
  return tf.engine().runKernel<Tensor>('Select', { condition, t, e })
}

export const choiceCases: KernelCase[] = [
  kernelCase(
    'Select',
    ['Select'],
    fc.record({ shapes: broadcastShapes, kind: kinds, picture: fc.boolean() }),
    ({ shapes, kind, picture }) => ({
      inputs: { c: int(shapes.a, fills.truth), t: ofKind(kind, shapes.a), e: ofKind(kind, shapes.b) },
      run: ({ c, t, e }) => {
        const placed = picture && kind === 'float32' && t!.shape.length === 4 ? asPicture(t!) : t!
        return asNumbers(tf.where(tf.cast(c!, 'bool'), asKind(placed, kind), asKind(e!, kind)))
      },
      ...(kind === 'float32' && { gradients: ['t', 'e'] }),
    }),
  ),
  kernelCase(
    'Select among pictures',
    ['Select'],
    fc.record({ shape: pictureShape, pictures: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }) }),
    ({ shape, pictures }) => ({
      inputs: { c: float(shape, fills.halves), t: float(shape), e: float(shape) },
      run: ({ c, t, e }) => {
        const [condition, one, other] = [c!, t!, e!].map((x, i) => (pictures[i] ? asPicture(x) : x)) as Tensor[]
        return tf.where(tf.greater(condition!, 0), one!, other!)
      },
      gradients: ['t', 'e'],
    }),
  ),
  kernelCase('Select by one truth for each of a list', ['Select'], shapeOf(1, 1), (shape) => ({
    inputs: { c: int(shape, fills.truth), t: float(shape), e: float(shape) },
    run: ({ c, t, e }) => selectRows(tf.cast(c!, 'bool'), t!, e!),
  })),
  kernelCase(
    'Cast',
    ['Cast'],
    fc.record({ shape: fc.oneof(shapeOf(0, 4), pictureShape), from: kinds, to: kinds, picture: fc.boolean() }),
    ({ shape, from, to, picture }) => ({
      inputs: { x: ofKind(from, shape, from === 'float32' ? fills.halves : fills.whole) },
      run: ({ x }) => {
        const placed = picture && from === 'float32' && shape.length === 4 ? asPicture(x!) : x!
        return asNumbers(tf.cast(asKind(placed, from), to))
      },
      ...(from === 'float32' && to === 'float32' && { gradients: ['x'] }),
    }),
    { runs: 20 },
  ),
  kernelCase(
    'Fill',
    ['Fill'],
    fc.record({ shape: shapeOf(0, 4), value: fc.constantFrom(0, 1, -2.5, 7), integer: fc.boolean() }),
    ({ shape, value, integer }) => ({
      inputs: { x: ofKind(integer ? 'int32' : 'float32', shape) },
      run: ({ x }) =>
        tf.add(x!, tf.fill(shape as [number], integer ? Math.round(value) : value, integer ? 'int32' : 'float32')),
    }),
  ),
  kernelCase(
    'Range',
    ['Range'],
    fc.record({ start: whole(-3, 3), length: whole(1, 6), step: fc.constantFrom(1, 2, -1), kind: numberKinds }),
    ({ start, length, step, kind }) => ({
      inputs: { x: ofKind(kind, []) },
      run: ({ x }) => tf.add(x!, tf.range(start, start + length * step, step, kind)),
    }),
  ),
  kernelCase('ZerosLike and OnesLike of truths', ['ZerosLike', 'OnesLike'], shapeOf(0, 4), (shape) => ({
    inputs: { x: ofKind('bool', shape) },
    run: ({ x }) => [asNumbers(tf.zerosLike(tf.cast(x!, 'bool'))), asNumbers(tf.onesLike(tf.cast(x!, 'bool')))],
  })),
]
