/**
 * Physical layouts of a logical NHWC tensor:
 * - plain: as it is, [n, h, w, c] (and every tensor that is not 4-D);
 * - nchw: [n, c, h, w], what standard ONNX convolution takes;
 * - blocked: [n, c/b, h, w, b], ONNX Runtime's NCHWc with blocks of b channels, its fastest.
 */
import type { GraphBuilder, Value } from '../onnx/graph.ts'
import type { Ops } from './ops.ts'

export type Layout = 'plain' | 'nchw' | 'blocked'

export const NCHWC = 'com.microsoft.nchwc'

type Shape4 = readonly [number, number, number, number]

/** What a logical shape looks like in a layout. */
export function physicalShape(shape: readonly number[], layout: Layout, block: number): readonly number[] {
  const [n, h, w, c] = shape as Shape4
  if (layout === 'nchw') return [n, c, h, w]
  if (layout === 'blocked') return [n, c / block, h, w, block]
  return shape
}

/** Physical axes of a logical axis. */
export function physicalAxes(axis: number, layout: Layout): readonly number[] {
  if (layout === 'plain') return [axis]
  const table = layout === 'nchw' ? [[0], [2], [3], [1]] : [[0], [2], [3], [1, 4]]
  return table[axis] as readonly number[]
}

/** ONNX Runtime names blocked tensors by their [n, c, h, w] shape; the bytes are those of [n, c/b, h, w, b]. */
export function nominal(builder: GraphBuilder, value: Value): Value {
  const [n, blocks, h, w, block] = value.shape as [number, number, number, number, number]
  return builder.reshape(value, [n, blocks * block, h, w])
}

/** The 5-D picture of what a blocked op put out under its nominal shape. */
export function unnominal(ops: Ops, value: Value): Value {
  const [n, c, h, w] = value.shape as Shape4
  return ops.reshape(value, [n, c / ops.target.block, h, w, ops.target.block])
}

export function canBlock(channels: number, ops: Ops): boolean {
  return ops.target.block > 0 && channels % ops.target.block === 0
}

export function convert(ops: Ops, value: Value, shape: readonly number[], from: Layout, to: Layout): Value {
  const [n, h, w, c] = shape as Shape4
  const type = value.type
  // The reordering ops take floats only; masks and whole numbers go the plain way.
  const reorders = type === 'float32'
  const block = ops.target.block
  if (from === 'plain' && to === 'nchw') return ops.transpose(value, [0, 3, 1, 2])
  if (from === 'nchw' && to === 'plain') return ops.transpose(value, [0, 2, 3, 1])
  if (to === 'blocked') {
    if (h * w === 1) return ops.reshape(value, [n, c / block, 1, 1, block])
    if (!reorders) {
      const plain = from === 'plain' ? value : convert(ops, value, shape, from, 'plain')
      return ops.transpose(ops.reshape(plain, [n, h, w, c / block, block]), [0, 3, 1, 2, 4])
    }
    const attributes = { channels_last: from === 'plain' ? 1 : 0 }
    return unnominal(ops, ops.op('ReorderInput', [value], { shape: [n, c, h, w], type }, attributes, NCHWC))
  }
  const target = physicalShape(shape, to, block)
  if (h * w === 1) return ops.reshape(value, target)
  if (!reorders) {
    const plain = ops.reshape(ops.transpose(value, [0, 2, 3, 1, 4]), shape)
    return to === 'plain' ? plain : convert(ops, plain, shape, 'plain', to)
  }
  const attributes = { channels: c, channels_last: to === 'plain' ? 1 : 0 }
  return ops.op('ReorderOutput', [nominal(ops.builder, value)], { shape: target, type }, attributes, NCHWC)
}
