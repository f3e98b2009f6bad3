/** Products of matrices and of stacks of matrices. */
import fc from 'fast-check'
import { tf } from '../../tf.ts'
import { asPicture, float, kernelCase, pictureShape, whole, type KernelCase } from './case.ts'

const sizes = fc.record({
  rows: whole(1, 6),
  inner: whole(1, 9),
  columns: whole(1, 6),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
})

/** Leading axes of the two operands: the same, or broadcast. */
const stacks = fc.constantFrom<{ a: number[]; b: number[] }>(
  { a: [3], b: [3] },
  { a: [1], b: [1] },
  { a: [1], b: [4] },
  { a: [4], b: [1] },
  { a: [2, 3], b: [2, 3] },
  { a: [1, 1], b: [2, 3] },
  { a: [1, 1], b: [1, 1] },
)

export const matmulCases: KernelCase[] = [
  kernelCase(
    'BatchMatMul of matrices',
    ['BatchMatMul'],
    sizes,
    ({ rows, inner, columns, transposeA, transposeB }) => ({
      inputs: {
        a: float(transposeA ? [inner, rows] : [rows, inner]),
        b: float(transposeB ? [columns, inner] : [inner, columns]),
      },
      run: ({ a, b }) => tf.matMul(a!, b!, transposeA, transposeB),
      gradients: ['a', 'b'],
    }),
    { runs: 16 },
  ),
  kernelCase(
    'BatchMatMul of stacks',
    ['BatchMatMul'],
    fc.tuple(sizes, stacks),
    ([{ rows, inner, columns, transposeA, transposeB }, { a: stackA, b: stackB }]) => ({
      inputs: {
        a: float([...stackA, ...(transposeA ? [inner, rows] : [rows, inner])]),
        b: float([...stackB, ...(transposeB ? [columns, inner] : [inner, columns])]),
      },
      run: ({ a, b }) => tf.matMul(a!, b!, transposeA, transposeB),
      // The gradient in TensorFlow.js does not sum over what was broadcast.
      ...(stackA.join() === stackB.join() && { gradients: ['a', 'b'] }),
    }),
    { runs: 24 },
  ),
  kernelCase('BatchMatMul of what a convolution made', ['BatchMatMul'], pictureShape, (shape) => ({
    inputs: { a: float(shape), b: float([shape[1] * shape[2] * shape[3], 3]) },
    run: ({ a, b }) => tf.matMul(tf.reshape(asPicture(a!), [shape[0], -1]), b!),
    gradients: ['a', 'b'],
  })),
]
