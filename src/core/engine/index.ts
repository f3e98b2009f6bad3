export { tf } from './tf.ts'
export type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D } from './tf.ts'
export * from './program.ts'
export { compile, type DeviceName } from './compile.ts'
