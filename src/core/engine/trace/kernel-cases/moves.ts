/** Kernels that turn, cut and repeat one tensor. */
import fc from 'fast-check'
import { tf, type Tensor } from '../../tf.ts'
import { sizeOf } from '../../program.ts'
import { asKind, asNumbers, asPicture, axisOf, fills, float, kernelCase, kinds, ofKind } from './case.ts'
import { pictureShape, shapeOf, whole, type KernelCase, type Kind } from './case.ts'

interface Moved {
  readonly shape: number[]
  readonly kind: Kind
  readonly picture: boolean
}

/** One tensor, of any type or out of a convolution, and the attributes `draw` makes for its shape. */
function move<Attributes>(
  name: string,
  kernels: readonly string[],
  shapes: fc.Arbitrary<number[]>,
  draw: (shape: number[]) => fc.Arbitrary<Attributes>,
  run: (x: Tensor, attributes: Attributes, shape: number[]) => Tensor | Tensor[],
  kindsAllowed: fc.Arbitrary<Kind> = kinds,
): KernelCase {
  const parameters = shapes.chain((shape) =>
    fc.tuple(fc.record<Moved>({ shape: fc.constant(shape), kind: kindsAllowed, picture: fc.boolean() }), draw(shape)),
  )
  return kernelCase(
    name,
    kernels,
    parameters,
    ([{ shape, kind, picture }, attributes]) => ({
      inputs: { x: ofKind(kind, shape) },
      run: ({ x }) => {
        const placed = picture && kind === 'float32' && shape.length === 4 ? asPicture(x!) : asKind(x!, kind)
        return [run(placed, attributes, shape)].flat().map(asNumbers)
      },
      ...(kind === 'float32' && { gradients: ['x'] }),
    }),
    { runs: 16 },
  )
}

const any = fc.oneof(shapeOf(0, 4), pictureShape)
const ranked = fc.oneof(shapeOf(1, 4), pictureShape)
const none = () => fc.constant(undefined)

/** Factors of a size in random order, so that a reshape is more than a flattening. */
const reshapes = (shape: number[]): fc.Arbitrary<number[]> => {
  const size = sizeOf(shape)
  const halves =
    size % 2 === 0
      ? [
          [2, size / 2],
          [size / 2, 2],
          [-1, 2],
        ]
      : []
  const options = [[size], [-1], [1, size], [size, 1, 1], shape, [...shape].reverse(), ...halves]
  return fc.constantFrom(...(size === 1 ? [[], ...options] : options))
}

const ranges = (shape: number[]) =>
  fc.tuple(
    ...shape.map((size) =>
      whole(0, size - 1).chain((begin) =>
        fc.record({ begin: fc.constant(begin), size: fc.oneof(fc.constant(-1), whole(1, size - begin)) }),
      ),
    ),
  )

const mask = (rank: number) => whole(0, 2 ** rank - 1)

const stridedSlices = (shape: number[]) =>
  fc.record({
    bounds: fc.tuple(
      ...shape.map((size) =>
        whole(0, size - 1).chain((begin) =>
          fc.record({
            begin: fc.constantFrom(begin, begin - size),
            end: whole(begin + 1, size),
            step: fc.constantFrom(1, 1, 2, 3),
          }),
        ),
      ),
    ),
    beginMask: mask(shape.length),
    endMask: mask(shape.length),
    shrinkAxisMask: fc.oneof(fc.constant(0), mask(shape.length)),
    newAxisMask: fc.constantFrom(0, 0, 1),
  })

export const moveCases: KernelCase[] = [
  move('Reshape', ['Reshape'], any, reshapes, (x, shape) => tf.reshape(x, shape)),
  move(
    'ExpandDims',
    ['ExpandDims'],
    any.filter((s) => s.length < 4),
    (shape) => axisOf(shape.length + 1),
    tf.expandDims,
  ),
  move(
    'ExpandDims of pictures',
    ['ExpandDims'],
    pictureShape,
    () => fc.constantFrom(0, 2, 4, -1, -3),
    (x, axis) => tf.mul(tf.expandDims(x, axis), 2),
    fc.constant('float32'),
  ),
  move(
    'Transpose',
    ['Transpose'],
    fc.oneof(shapeOf(2, 5, 4), pictureShape),
    (shape) => fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }),
    (x, perm) => tf.transpose(x, perm),
  ),
  move('Slice', ['Slice'], ranked, ranges, (x, cuts) =>
    tf.slice(
      x,
      cuts.map((cut) => cut.begin),
      cuts.map((cut) => cut.size),
    ),
  ),
  move(
    'StridedSlice',
    ['StridedSlice'],
    shapeOf(1, 4),
    stridedSlices,
    (x, { bounds, beginMask, endMask, shrinkAxisMask, newAxisMask }) => {
      const of = (key: 'begin' | 'end' | 'step') => bounds.map((bound) => bound[key])
      // The cpu backend fails to drop an axis where another has a step.
      const shrink = bounds.every(({ step }) => step === 1) ? shrinkAxisMask & ~newAxisMask : 0
      const masks = [beginMask, endMask, 0, newAxisMask, shrink] as const
      return tf.stridedSlice(x, of('begin'), of('end'), of('step'), ...masks)
    },
    // It has no gradient in TensorFlow.js.
    fc.constantFrom<Kind>('int32', 'bool'),
  ),
  move(
    'PadV2',
    ['PadV2'],
    ranked,
    (shape) => fc.tuple(fc.tuple(...shape.map(() => fc.tuple(whole(0, 2), whole(0, 2)))), fc.constantFrom(0, 3, -1)),
    (x, [paddings, value]) => tf.pad(x, paddings, x.dtype === 'bool' ? 0 : value),
    fc.constantFrom<Kind>('float32', 'int32'),
  ),
  move(
    'Tile',
    ['Tile'],
    ranked,
    (shape) => fc.tuple(...shape.map(() => whole(1, 3))),
    (x, repeats) => tf.tile(x, repeats),
  ),
  move(
    'broadcasting to a shape, which is made of others',
    ['Tile'],
    shapeOf(1, 3),
    none,
    (x, _, shape) => tf.broadcastTo(tf.slice(x, 0, 1), [2, ...shape] as [number]),
    fc.constant('float32'),
  ),
  move(
    'Reverse',
    ['Reverse'],
    ranked,
    (shape) => fc.oneof(axisOf(shape.length), fc.shuffledSubarray([...shape.keys()]), fc.constant(undefined)),
    (x, axes) => tf.reverse(x, axes),
  ),
  move(
    'Unpack',
    ['Unpack'],
    shapeOf(1, 4),
    (shape) => axisOf(shape.length),
    (x, axis) => tf.unstack(x, axis),
  ),
  move(
    'SplitV in equal parts',
    ['SplitV'],
    ranked.map((shape) => [...shape.slice(0, -1), (shape.at(-1) as number) * 2]),
    none,
    (x) => tf.split(x, 2, -1),
  ),
  move(
    'SplitV in parts of given sizes',
    ['SplitV'],
    ranked,
    (shape) => axisOf(shape.length).chain((axis) => fc.tuple(fc.constant(axis), whole(0, shape.at(axis) as number))),
    (x, [axis, size], shape) =>
      tf.split(x, [size, (shape.at(axis) as number) - size], axis).filter((part) => part.size > 0),
  ),
  move(
    'OneHot',
    ['OneHot'],
    shapeOf(0, 3),
    () => fc.record({ depth: whole(2, 6), on: fc.constantFrom(1, 5), off: fc.constantFrom(0, -1) }),
    // Numbers outside 0..depth-1 have no place.
    (x, { depth, on, off }) => [
      tf.oneHot(x as tf.Tensor1D, depth, on, off),
      tf.oneHot(x as tf.Tensor1D, depth, on, off, 'float32'),
    ],
    fc.constant('int32'),
  ),
  kernelCase(
    'Slice and Reverse of what a convolution made, then back among pictures',
    ['Slice', 'Reverse'],
    pictureShape,
    (shape) => ({
      inputs: { x: float(shape, fills.normal) },
      run: ({ x }) => {
        const picture = asPicture(x!)
        return tf.add(picture, tf.reverse(tf.mul(picture, tf.slice(picture, [0, 0, 0, 0], [1, 1, 1, 1])), 2))
      },
      gradients: ['x'],
    }),
  ),
]
