/** Pictures of a batch cut out, and put together again, as they lie: in the layout they are in, or will be needed in. */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { canBlock, type Layout } from './layout.ts'
import type { Tracer } from './tracer.ts'

/** The layout to cut a picture up in, or to put it together in: the blocked one where it will be needed anyway. */
export function layoutToCut(tracer: Tracer, x: TensorInfo): Layout {
  const layout = tracer.layout(x)
  return canBlock(x.shape[3] as number, tracer) && layout !== 'plain' ? 'blocked' : layout
}

/** The pictures `from` ... `to` of a batch [n, h, w, c], `to` not among them. */
export function picturesOf(tracer: Tracer, x: TensorInfo, from: number, to: number): TensorInfo {
  const layout = layoutToCut(tracer, x)
  const part = tracer.slice(tracer.in(x, layout), [0], [from], [to])
  return tracer.handle(part, [to - from, ...x.shape.slice(1)], layout)
}

/** Batches one after another as one. */
export function together(tracer: Tracer, parts: readonly TensorInfo[]): TensorInfo {
  const [first] = parts as readonly [TensorInfo, ...TensorInfo[]]
  if (parts.length === 1) return first
  const layout = layoutToCut(tracer, first)
  const count = parts.reduce((sum, { shape }) => sum + (shape[0] as number), 0)
  const values = parts.map((part) => tracer.in(part, layout))
  return tracer.handle(tracer.concat(values, 0), [count, ...first.shape.slice(1)], layout)
}
