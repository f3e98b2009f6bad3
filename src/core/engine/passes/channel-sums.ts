/**
 * Sums and means over everything but the channels of a blocked picture: first over the pixels of each picture, by blocked
 * ops, then over the pictures. ONNX Runtime's own reduction knows no quick way through five axes. The sum of a product is
 * a convolution of every channel of one picture with the same of the other, so that the product is never written.
 */
import type { GraphBuilder, Value } from '../onnx/graph.ts'
import { NCHWC, nominal } from '../trace/layout.ts'
import { isPicture, pixels } from './blocked.ts'
import type { Place, Rule } from './rewrite.ts'

/** Sum over the pixels of a * b, [n, c]. */
function dot(builder: GraphBuilder, a: Value, b: Value): Value {
  const [n, c, h, w] = nominal(builder, a).shape as [number, number, number, number]
  const attributes = {
    kernel_shape: [h, w],
    group: n * c,
    pads: [0, 0, 0, 0],
    strides: [1, 1],
    dilations: [1, 1],
    auto_pad: 'NOTSET',
  }
  // Pictures and channels together are channels: in blocks of channels, the bytes are the same.
  const inputs = [builder.reshape(a, [1, n * c, h, w]), builder.reshape(b, [n * c, 1, h, w])]
  const made = builder.op('Conv', inputs, { shape: [1, n * c, 1, 1], type: 'float32' }, attributes, NCHWC)
  return builder.reshape(made, [n, c])
}

/** Mean over the pixels, [n, c]. */
function mean(builder: GraphBuilder, value: Value): Value {
  const picture = nominal(builder, value)
  const [n, c] = picture.shape as [number, number]
  const made = builder.op('GlobalAveragePool', [picture], { shape: [n, c, 1, 1], type: 'float32' }, {}, NCHWC)
  return builder.reshape(made, [n, c])
}

function isWholeProduct({ inputs, alone }: Place): readonly [Value, Value] | undefined {
  const node = inputs[0]?.node
  if (node?.op !== 'Mul' || !alone(0)) return undefined
  const [a, b] = node.inputs as [Value, Value]
  const shape = inputs[0]?.shape.join()
  return a.shape.join() === shape && b.shape.join() === shape ? [a, b] : undefined
}

export function channelSums(block: number): Rule {
  return (place) => {
    const { node, inputs, builder } = place
    const [value, axes] = inputs as [Value, Value | undefined]
    if ((node.op !== 'ReduceMean' && node.op !== 'ReduceSum') || !isPicture(value, block)) return undefined
    if (node.attributes.keepdims !== 0 || String(axes?.constant) !== '0,2,3' || pixels(value) === 1) return undefined
    const product = isWholeProduct(place)
    const perPicture = product ? dot(builder, ...product) : mean(builder, value)
    const [, c] = perPicture.shape as [number, number]
    const overPictures = builder.op(
      node.op,
      [perPicture, builder.ints([0])],
      { shape: [c], type: 'float32' },
      { keepdims: 0 },
    )
    // One of the two is a mean over the pixels where a sum is wanted, or the other way round.
    const factor = (product ? 1 / pixels(value) : 1) * (node.op === 'ReduceSum' ? pixels(value) : 1)
    const exact = factor === 1 ? overPictures : builder.op('Mul', [overPictures, builder.scalar(factor)], overPictures)
    return [builder.reshape(exact, node.outputs[0]?.shape ?? [])]
  }
}
