/**
 * A number for each channel times, or plus, a whole picture: as a blocked convolution of every channel with one weight.
 * ONNX Runtime's own multiplication would go through the picture in runs of one block (8 or 16 numbers), on one thread
 * each; the convolution also takes the other picture that is added, and the ReLU behind it, along in the same pass.
 */
import type { Attributes, GraphBuilder, GraphNode, Value } from '../onnx/graph.ts'
import { NCHWC, nominal } from '../trace/layout.ts'
import { isPerChannel, isPicture, pixels } from './blocked.ts'
import type { Place, Rule } from './rewrite.ts'

const MARK = 'Relu'

interface Affine {
  readonly picture: Value
  readonly scale: Value
  readonly shift?: Value | undefined
  readonly added?: Value | undefined
  readonly relu?: boolean
}

const isAffine = ({ op, domain, attributes }: GraphNode) =>
  op === 'Conv' && domain === NCHWC && attributes.group !== 1 && String(attributes.kernel_shape) === '1,1'

function write(builder: GraphBuilder, { picture, scale, shift, added, relu }: Affine, shape: readonly number[]): Value {
  const flat = nominal(builder, picture)
  const [, channels] = flat.shape as [number, number]
  const attributes: Attributes = {
    kernel_shape: [1, 1],
    group: channels,
    pads: [0, 0, 0, 0],
    strides: [1, 1],
    dilations: [1, 1],
    auto_pad: 'NOTSET',
    ...(relu && { activation: MARK }),
  }
  const inputs = [
    flat,
    builder.reshape(scale, [channels, 1, 1, 1]),
    shift && builder.reshape(shift, [channels]),
    added && nominal(builder, added),
  ]
  while (inputs.at(-1) === undefined) inputs.pop()
  const made = builder.op('Conv', inputs, { shape: flat.shape, type: 'float32' }, attributes, NCHWC)
  return builder.reshape(made, shape)
}

/** The affine map a value was made by, if nothing but a reshape lies between. */
function affineOf(value: Value): Affine | undefined {
  const made = value.node?.op === 'Reshape' ? value.node.inputs[0]?.node : undefined
  if (!made || !isAffine(made)) return undefined
  const [picture, scale, shift, added] = made.inputs
  return { picture: picture as Value, scale: scale as Value, shift, added, relu: made.attributes.activation === MARK }
}

export function channelAffine(block: number): Rule {
  /** The node's two operands with the one that is no whole picture last. */
  const operands = ({ node, inputs }: Place): { picture: Value; other: Value; at: number } | undefined => {
    const [a, b] = inputs as [Value, Value]
    const [out] = node.outputs
    const whole = (value: Value) => isPicture(value, block) && value.shape.join() === out?.shape.join()
    if (whole(a)) return { picture: a, other: b, at: 0 }
    return whole(b) ? { picture: b, other: a, at: 1 } : undefined
  }
  /** As `affineOf` says, but before its ReLU and where it may be swallowed. */
  const open = (place: Place, position: number): Affine | undefined => {
    const affine = place.alone(position) ? affineOf(place.inputs[position] as Value) : undefined
    return affine?.relu ? undefined : affine
  }

  return (place) => {
    const { node, builder } = place
    const shape = node.outputs[0]?.shape ?? []
    const one = (affine: Affine) => [write(builder, { ...affine, picture: whole(affine.picture) }, shape)]
    const whole = (value: Value) => (value.shape.length === 5 ? value : builder.reshape(value, shape))
    if (node.op === 'Relu') {
      const affine = open(place, 0)
      return affine && one({ ...affine, added: affine.added && whole(affine.added), relu: true })
    }
    if (node.op !== 'Mul' && node.op !== 'Add') return undefined
    const found = operands(place)
    if (!found || pixels(found.picture) === 1) return undefined
    const { picture, other, at } = found
    if (isPerChannel(other, picture)) {
      if (node.op === 'Mul') return one({ picture, scale: other })
      const affine = open(place, at)
      if (affine && !affine.shift && !affine.added) return one({ ...affine, shift: other })
      const ones = builder.constant(new Float32Array(other.shape[1]! * block).fill(1), other.shape, 'float32')
      return one({ picture, scale: ones, shift: other })
    }
    if (node.op !== 'Add' || other.shape.join() !== shape.join()) return undefined
    for (const [position, added] of [
      [0, place.inputs[1]],
      [1, place.inputs[0]],
    ] as const) {
      const affine = open(place, position)
      if (affine && !affine.added) return one({ ...affine, added })
    }
    return undefined
  }
}
