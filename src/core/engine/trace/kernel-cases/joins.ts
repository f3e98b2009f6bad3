/** Kernels that put tensors together or take from them by index. */
import fc from 'fast-check'
import { tf } from '../../tf.ts'
import { asKind, asNumbers, asPicture, axisOf, fills, float, int, kernelCase, kinds, ofKind } from './case.ts'
import { numberKinds, pictureShape, shapeOf, whole, type KernelCase } from './case.ts'

const names = (count: number) => Array.from({ length: count }, (_, i) => `x${i}`)

const ranked = fc.oneof(shapeOf(1, 4), pictureShape)

const parts = ranked.chain((shape: number[]) =>
  fc.record({
    shape: fc.constant(shape),
    axis: axisOf(shape.length),
    sizes: fc.array(whole(1, 4), { minLength: 1, maxLength: 4 }),
    kind: kinds,
    picture: fc.boolean(),
  }),
)

const indices = shapeOf(1, 4).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axis: axisOf(shape.length),
    at: shapeOf(0, 2, 4),
    kind: numberKinds,
  }),
)

export const joinCases: KernelCase[] = [
  kernelCase(
    'Concat',
    ['Concat'],
    // One of it alone is that tensor itself.
    parts.filter(({ sizes }) => sizes.length > 1),
    ({ shape, axis, sizes, kind, picture }) => ({
      inputs: Object.fromEntries(sizes.map((size, i) => [`x${i}`, ofKind(kind, shape.with(axis, size))])),
      run: (inputs) => {
        const given = names(sizes.length).map((name, i) => {
          const x = asKind(inputs[name]!, kind)
          return picture && i % 2 === 0 && kind === 'float32' && shape.length === 4 ? asPicture(x) : x
        })
        return asNumbers(tf.concat(given, axis))
      },
      ...(kind === 'float32' && { gradients: names(sizes.length) }),
    }),
    { runs: 16 },
  ),
  kernelCase(
    'Concat with empty tensors',
    ['Concat'],
    fc.record({ rows: whole(1, 3), columns: whole(1, 3), first: fc.boolean() }),
    ({ rows, columns, first }) => ({
      inputs: { x: float([rows, columns]), y: float([1, columns]) },
      run: ({ x, y }) => {
        const empty = tf.zeros([0, columns])
        return tf.concat(first ? [empty, x!, y!] : [x!, empty, y!], 0)
      },
    }),
    { runs: 4 },
  ),
  kernelCase('Pack', ['Pack'], parts, ({ shape, axis, sizes, kind, picture }) => ({
    inputs: Object.fromEntries(names(sizes.length).map((name) => [name, ofKind(kind, shape)])),
    run: (inputs) => {
      const given = names(sizes.length).map((name) => {
        const x = asKind(inputs[name]!, kind)
        return picture && kind === 'float32' && shape.length === 4 ? asPicture(x) : x
      })
      return asNumbers(tf.stack(given, axis))
    },
    ...(kind === 'float32' && { gradients: names(sizes.length) }),
  })),
  kernelCase(
    'GatherV2',
    ['GatherV2'],
    indices,
    ({ shape, axis, at, kind }) => ({
      inputs: { x: ofKind(kind, shape), at: int(at, fills.below(shape.at(axis) as number)) },
      run: ({ x, at: places }) => tf.gather(x!, places as tf.Tensor1D, axis),
      // TensorFlow.js' gradient of a gather by a single number or by a table is of the wrong shape.
      ...(kind === 'float32' && at.length === 1 && { gradients: ['x'] }),
    }),
    { runs: 20 },
  ),
  kernelCase('GatherV2 of what a convolution made', ['GatherV2'], pictureShape, (shape) => ({
    inputs: { x: float(shape), at: int([5], fills.below(shape[0])) },
    run: ({ x, at }) => tf.gather(asPicture(x!), at as tf.Tensor1D, 0),
    gradients: ['x'],
  })),
  kernelCase(
    'UnsortedSegmentSum',
    ['UnsortedSegmentSum'],
    fc.record({ rows: whole(1, 8), rest: shapeOf(0, 3, 4), count: whole(1, 5), outside: fc.boolean() }),
    ({ rows, rest, count, outside }) => ({
      inputs: {
        x: float([rows, ...rest]),
        // Rows with a number outside 0..count-1 belong nowhere.
        ids: int([rows], outside ? (rng) => rng.int(count + 4) - 2 : fills.below(count)),
      },
      run: ({ x, ids }) => tf.unsortedSegmentSum(x!, ids as tf.Tensor1D, count),
      // Its gradient takes rows by number and so needs them inside.
      ...(!outside && { gradients: ['x'] }),
    }),
    { runs: 16 },
  ),
]
