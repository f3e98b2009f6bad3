/** Small networks whose tensors meet in different layouts, forward and backward. */
import fc from 'fast-check'
import { tf, type Tensor, type Tensor4D } from '../../tf.ts'
import { asPicture, channels, float, kernelCase, pictureShape, whole, type KernelCase } from './case.ts'

/** What a picture may be combined with: other pictures, and everything that broadcasts to one. */
const partners = {
  'another picture': (shape) => shape,
  'one number a channel': ([, , , c]) => [c],
  'one number a picture': ([n]) => [n, 1, 1, 1],
  'one number a pixel': ([n, h, w]) => [n, h, w, 1],
  'one number a row': ([, h]) => [h, 1, 1],
  'one number a picture and channel': ([n, , , c]) => [n, 1, 1, c],
  'one picture for all': ([, h, w, c]) => [h, w, c],
  'a single number': () => [],
} satisfies Record<string, (shape: [number, number, number, number]) => number[]>

const combinations: Record<string, (a: Tensor, b: Tensor) => Tensor> = {
  add: tf.add,
  subtract: (a, b) => tf.sub(b, a),
  multiply: tf.mul,
  divide: (a, b) => tf.div(a, tf.add(tf.square(b), 1)),
}

const combining = kernelCase(
  'pictures with everything that broadcasts to them',
  ['Conv2D'],
  fc.record({
    shape: pictureShape,
    partner: fc.constantFrom(...(Object.keys(partners) as (keyof typeof partners)[])),
    operation: fc.constantFrom(...Object.keys(combinations)),
    both: fc.boolean(),
    unblocked: fc.boolean(),
  }),
  ({ shape, partner, operation, both, unblocked }) => ({
    inputs: { x: float(shape), y: float(partners[partner](shape)) },
    run: ({ x, y }) => {
      const other = both && y!.shape.length === 4 ? asPicture(y!) : y!
      return combinations[operation]!(asPicture(x!), other)
    },
    gradients: ['x', 'y'],
    unblocked,
  }),
  { runs: 40 },
)

const block = (x: Tensor, filter: Tensor, scale: Tensor): Tensor4D => {
  const map = tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same')
  const mean = tf.mean(map, [0, 1, 2])
  const centred = tf.sub(map, mean)
  const variance = tf.mean(tf.square(centred), [0, 1, 2])
  const normal = tf.mul(tf.div(centred, tf.sqrt(tf.add(variance, 0.1))), scale)
  return tf.maxPool(tf.relu(normal) as Tensor4D, 2, 2, 'valid')
}

const network = kernelCase(
  'two blocks of a normalised network and a dense layer',
  ['Conv2D', 'MaxPool', 'MaxPoolGrad', 'BatchMatMul', 'Mean', 'Relu'],
  fc.record({
    batch: fc.constantFrom(2, 5, 16),
    size: whole(5, 8),
    first: channels,
    second: channels,
    unblocked: fc.boolean(),
  }),
  ({ batch, size, first, second, unblocked }) => ({
    inputs: {
      x: float([batch, size, size, 1]),
      f: float([3, 3, 1, first]),
      g: float([3, 3, first, second]),
      s: float([first]),
      t: float([second]),
      w: float([Math.floor(size / 4) ** 2 * second, 3]),
    },
    run: ({ x, f, g, s, t, w }) => tf.sigmoid(tf.matMul(tf.reshape(block(block(x!, f!, s!), g!, t!), [batch, -1]), w!)),
    gradients: ['f', 'g', 's', 't', 'w'],
    unblocked,
  }),
  // Normalising by the deviation of a few numbers magnifies the rounding of the sums it is made of.
  { runs: 10, tolerance: 2e-4 },
)

const joins = kernelCase(
  'two convolutions side by side, joined and taken apart',
  ['Conv2D', 'Concat', 'Slice', 'Transpose'],
  fc.record({ shape: pictureShape, left: channels, right: channels, unblocked: fc.boolean() }),
  ({ shape, left, right, unblocked }) => ({
    inputs: { x: float(shape), f: float([1, 1, shape[3], left]), g: float([3, 3, shape[3], right]) },
    run: ({ x, f, g }) => {
      const [a, b] = [f!, g!].map((filter) => tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same')) as [
        Tensor4D,
        Tensor4D,
      ]
      const both = tf.concat([a, b], 3)
      const [n, h, w] = shape
      const again = tf.slice(both, [0, 0, 0, 0], [n, h, w, left]) as Tensor4D
      return [tf.sub(again, tf.transpose(tf.transpose(a, [0, 3, 1, 2]), [0, 2, 3, 1])), tf.square(both)]
    },
    gradients: ['x', 'f', 'g'],
    unblocked,
  }),
)

export const layoutCases: KernelCase[] = [combining, network, joins]
