/**
 * A large batch worked on a part at a time: ONNX Runtime does one part to its end before it begins the next, so that the
 * spectra of one part only are in memory. Parts are runs of whole pictures, which are copied as they lie.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { layoutToCut } from '../../layout.ts'
import type { Tracer } from '../../tracer.ts'
import type { ConvShape, Tiles } from './plan.ts'

type Batched = Pick<Tiles, 'atOnce'> & { readonly shape: ConvShape }

/** The pictures `from` ... `to` of a batch. */
function pictures(tracer: Tracer, x: TensorInfo, from: number, to: number): TensorInfo {
  const layout = layoutToCut(tracer, x)
  const part = tracer.slice(tracer.in(x, layout), [0], [from], [to])
  return tracer.handle(part, [to - from, ...x.shape.slice(1)], layout)
}

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
    const parts = batches.map((x) => pictures(tracer, x, from, to))
    results.push(act(parts, { ...plan, shape: { ...shape, pictures: to - from } }))
  }
  return results as [Result, ...Result[]]
}

/** Parts of a batch as one again. */
export function together(tracer: Tracer, parts: readonly [TensorInfo, ...TensorInfo[]]): TensorInfo {
  const [first] = parts
  if (parts.length === 1) return first
  const layout = tracer.layout(first)
  const count = parts.reduce((sum, { shape }) => sum + (shape[0] as number), 0)
  const values = parts.map((part) => tracer.in(part, layout))
  return tracer.handle(tracer.concat(values, 0), [count, ...first.shape.slice(1)], layout)
}
