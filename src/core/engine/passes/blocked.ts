/** What passes need to know of tensors in ONNX Runtime's blocked layout, [n, c/b, h, w, b] here. */
import type { Value } from '../onnx/graph.ts'

type Shape5 = readonly [number, number, number, number, number]

/** A picture in blocks of `block` channels. */
export function isPicture({ shape, type }: Value, block: number): boolean {
  return shape.length === 5 && shape[4] === block && type === 'float32'
}

/** One number for each channel of a picture of that shape. */
export function isPerChannel(value: Value, picture: Value): boolean {
  const [, blocks, , , block] = picture.shape as Shape5
  return value.shape.join() === [1, blocks, 1, 1, block].join()
}

/** Pixels of one picture. */
export function pixels({ shape }: Value): number {
  const [, , h, w] = shape as Shape5
  return h * w
}
