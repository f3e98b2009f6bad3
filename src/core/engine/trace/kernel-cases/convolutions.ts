/** Convolutions and their gradients: every way to pad and step, channels and batches that fill blocks and that do not. */
import fc from 'fast-check'
import { tf, type Tensor4D } from '../../tf.ts'
import { squareWhenPadded, fills, float, kernelCase, whole, type KernelCase } from './case.ts'

type Pad = 'same' | 'valid' | number | [[number, number], [number, number], [number, number], [number, number]]

const pads: fc.Arbitrary<Pad> = fc.oneof(
  fc.constantFrom<Pad>('same', 'valid', 0, 1),
  fc.tuple(whole(0, 2), whole(0, 2), whole(0, 2), whole(0, 2)).map(([top, bottom, left, right]): Pad => [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]),
)

export interface Convolution {
  readonly batch: number
  readonly height: number
  readonly width: number
  readonly input: number
  readonly output: number
  readonly filter: [number, number]
  readonly strides: [number, number]
  readonly pad: Pad
  readonly unblocked: boolean
}

const convolutions = (strides: fc.Arbitrary<[number, number]>, wide: fc.Arbitrary<number>) =>
  fc
    .record<Convolution>({
      batch: fc.constantFrom(1, 2, 3, 16),
      height: whole(4, 9),
      width: whole(4, 9),
      input: fc.oneof(fc.constantFrom(1, 3, 5, 8), wide),
      output: fc.oneof(fc.constantFrom(1, 5, 8), wide),
      filter: fc.tuple(whole(1, 4), whole(1, 4)),
      strides,
      pad: pads,
      unblocked: fc.boolean(),
    })
    .map(squareWhenPadded)

const single = fc.constant<[number, number]>([1, 1])
const stepping = fc.tuple(whole(1, 3), whole(1, 3)).filter(([down, across]) => down + across > 2)
const blocks = fc.constantFrom(16, 32)

/** Explicit paddings come with the rounding TensorFlow.js asks for. */
const rounding = (pad: Pad) => (typeof pad === 'number' ? ('floor' as const) : undefined)

const convolve = (name: string, parameters: fc.Arbitrary<Convolution>, runs: number): KernelCase =>
  kernelCase(
    name,
    ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'],
    parameters,
    ({ batch, height, width, input, output, filter, strides, pad, unblocked }) => ({
      inputs: { x: float([batch, height, width, input]), f: float([...filter, input, output]) },
      run: ({ x, f }) => tf.conv2d(x as Tensor4D, f as Tensor4D, strides, pad as 'same', 'NHWC', 1, rounding(pad)),
      gradients: ['x', 'f'],
      unblocked,
    }),
    // Filter gradients are sums of up to 16 x 9 x 9 products with cancellation.
    { runs, tolerance: 5e-5 },
  )

export const convolutionCases: KernelCase[] = [
  convolve('Conv2D', convolutions(single, blocks), 30),
  convolve('Conv2D with strides', convolutions(stepping, blocks), 30),
  convolve(
    'Conv2D in blocks',
    convolutions(single, blocks).map((drawn) => ({
      ...drawn,
      batch: 16,
      height: Math.min(drawn.height, 6),
      input: 16,
      output: 32,
      unblocked: false,
    })),
    8,
  ),
  kernelCase(
    'Conv2D with dilations, forward',
    ['Conv2D'],
    fc.record({
      size: whole(7, 10),
      dilation: whole(2, 3),
      input: fc.constantFrom(3, 16),
      output: fc.constantFrom(2, 16),
    }),
    ({ size, dilation, input, output }) => ({
      inputs: { x: float([2, size, size, input]), f: float([3, 3, input, output]) },
      run: ({ x, f }) => tf.conv2d(x as Tensor4D, f as Tensor4D, 1, 'same', 'NHWC', dilation),
    }),
    { runs: 6 },
  ),
  kernelCase(
    'Conv2DBackpropInput as an op of its own',
    ['Conv2DBackpropInput'],
    fc.record({
      strides: whole(1, 3),
      input: fc.constantFrom(3, 16),
      output: fc.constantFrom(2, 16),
      filter: whole(1, 4),
    }),
    ({ strides, input, output, filter }) => ({
      inputs: { dy: float([2, 3, 4, output]), f: float([filter, filter, input, output], fills.normal) },
      run: ({ dy, f }) =>
        tf.conv2dTranspose(dy as Tensor4D, f as Tensor4D, [2, 3 * strides, 4 * strides, input], strides, 'same'),
      gradients: ['dy', 'f'],
    }),
  ),
]
