/**
 * A large batch worked on a part at a time: ONNX Runtime does one part to its end before it begins the next, so that the
 * spectra of one part only are in memory. Parts are runs of whole pictures, which are copied as they lie.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { picturesOf } from '../../batch.ts'
import type { Tracer } from '../../tracer.ts'
import type { ConvShape, Tiles } from './plan.ts'

type Batched = Pick<Tiles, 'atOnce'> & { readonly shape: ConvShape }

/** What `act` makes of every part of the batches, which are of as many pictures. */
export function eachPart<Plan extends Batched, Result>(
  tracer: Tracer,
  batches: readonly TensorInfo[],
  plan: Plan,
  act: (parts: readonly TensorInfo[], plan: Plan) => Result,
): readonly [Result, ...Result[]] {
  const { shape, atOnce } = plan
  if (atOnce >= shape.pictures) return [act(batches, plan)]
  const results: Result[] = []
  for (let from = 0; from < shape.pictures; from += atOnce) {
    const to = Math.min(from + atOnce, shape.pictures)
    const parts = batches.map((x) => picturesOf(tracer, x, from, to))
    results.push(act(parts, { ...plan, shape: { ...shape, pictures: to - from } }))
  }
  return results as [Result, ...Result[]]
}
