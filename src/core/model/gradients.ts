import { tf } from '../engine/index.ts'
import type { Scalar, Tensor, TensorMap } from '../engine/index.ts'

/**
 * Value and gradients of a loss, and whatever else its forward pass made on the way. TensorFlow.js disposes of everything
 * made inside a gradient function but its value; the extras are carried out by their clones, which share their data.
 * @param forward must use every parameter @returns gradients under the parameters' names
 */
export function lossAndGradients(
  forward: (parameters: TensorMap) => { loss: Scalar; extras: TensorMap },
  parameters: TensorMap,
): { loss: Scalar; gradients: TensorMap; extras: TensorMap } {
  const names = Object.keys(parameters)
  const held: TensorMap = {}
  const differentiate = tf.valueAndGrads((...values: Tensor[]) => {
    const { loss, extras } = forward(Object.fromEntries(names.map((name, i) => [name, values[i] as Tensor])))
    for (const [name, extra] of Object.entries(extras)) held[name] = tf.keep(extra.clone())
    return loss
  })
  const { value, grads } = differentiate(Object.values(parameters))
  const extras: TensorMap = {}
  for (const [name, extra] of Object.entries(held)) {
    extras[name] = extra.clone()
    extra.dispose()
  }
  return {
    loss: value as Scalar,
    gradients: Object.fromEntries(names.map((name, i) => [name, grads[i] as Tensor])),
    extras,
  }
}
