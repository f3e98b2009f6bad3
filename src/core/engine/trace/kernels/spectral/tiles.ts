/**
 * Pictures cut into tiles, in the order in which a transform is a product from the left: [rows, columns, channels, all
 * tiles of all pictures].
 */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Value } from '../../../onnx/graph.ts'
import { layoutToCut } from '../../batch.ts'
import { canBlock } from '../../layout.ts'
import type { Tracer } from '../../tracer.ts'

type Pair = readonly [number, number]
type Shape4 = readonly [number, number, number, number]

/** Windows of `size` every `step` pixels from `start` on (below 0 for padding), enough to cover `extent` steps. */
export interface Windows {
  readonly size: Pair
  readonly step: Pair
  readonly start: Pair
  readonly count: Pair
}

/** [h, w, c, n] of a picture [n, h, w, c]. */
function positionsFirst(tracer: Tracer, x: TensorInfo): Value {
  const [n, h, w, c] = x.shape as [number, number, number, number]
  const { block } = tracer.target
  const layout = layoutToCut(tracer, x)
  const turned = tracer.transpose(tracer.reshape(tracer.in(x, layout), [n, h * w * c]), [1, 0])
  if (layout === 'plain') return tracer.reshape(turned, [h, w, c, n])
  const parts = layout === 'blocked' ? [c / block, h * w, block * n] : [c, h * w, n]
  return tracer.reshape(tracer.transpose(tracer.reshape(turned, parts), [1, 0, 2]), [h, w, c, n])
}

/** Zeros around rows and columns, or none: negative amounts cut off. */
function framed(tracer: Tracer, value: Value, before: Pair, after: Pair): Value {
  const [h, w, c, n] = value.shape as Shape4
  const shape = [h + before[0] + after[0], w + before[1] + after[1], c, n]
  if ([...before, ...after].every((amount) => amount === 0)) return value
  const amounts = tracer.builder.ints([...before, 0, 0, ...after, 0, 0])
  return tracer.op('Pad', [value, amounts], { shape, type: value.type }, { mode: 'constant' })
}

interface Along {
  readonly axis: number
  readonly size: number
  readonly step: number
  readonly count: number
}

/** The windows along an axis in its place: [size, count], or [count, size] where they touch and nothing need be moved. */
function windowsAlong(tracer: Tracer, value: Value, { axis, size, step, count }: Along): Value {
  const [lead, tail] = [value.shape.slice(0, axis), value.shape.slice(axis + 1)]
  if (size === step) return tracer.reshape(value, [...lead, count, size, ...tail])
  const { builder } = tracer
  const at = builder.once(`windows ${size} ${step} ${count}`, () =>
    builder.ints(Array.from({ length: size * count }, (_, i) => Math.floor(i / count) + (i % count) * step)),
  )
  const result = { shape: [...lead, size * count, ...tail], type: value.type }
  const made = tracer.op('Gather', [value, at], result, { axis })
  return tracer.reshape(made, [...lead, size, count, ...tail])
}

/** @returns [size, size, c, count * count * n] */
export function cut(tracer: Tracer, x: TensorInfo, { size, step, start, count }: Windows): Value {
  const [n, height, width, c] = x.shape as [number, number, number, number]
  const reach = (axis: 0 | 1) => (count[axis] - 1) * step[axis] + size[axis] + start[axis]
  const after: Pair = [reach(0) - height, reach(1) - width]
  const whole = framed(tracer, positionsFirst(tracer, x), [-start[0], -start[1]], after)
  const along = (axis: 0 | 1) => ({ size: size[axis], step: step[axis], count: count[axis] })
  const rows = windowsAlong(tracer, whole, { axis: 0, ...along(0) })
  const both = windowsAlong(tracer, rows, { axis: 2, ...along(1) })
  const order = (axis: 0 | 1): Pair => (size[axis] === step[axis] ? [2 * axis + 1, 2 * axis] : [2 * axis, 2 * axis + 1])
  const [[h, down], [w, across]] = [order(0), order(1)]
  return tracer.reshape(tracer.transpose(both, [h, w, 4, down, across, 5]), [...size, c, count[0] * count[1] * n])
}

/** Tiles [rows, columns, c, count * count * n] in their places, [c / block, all rows, all columns, block * n]. */
function inPlace(tracer: Tracer, tiles: Value, n: number, count: Pair): Value {
  const [down, across, c] = tiles.shape as Shape4
  const block = canBlock(c, tracer) ? tracer.target.block : 1
  const apart = tracer.reshape(tiles, [down, across, c / block, block, ...count, n])
  const ordered = tracer.transpose(apart, [2, 4, 0, 5, 1, 3, 6])
  return tracer.reshape(ordered, [c / block, count[0] * down, count[1] * across, block * n])
}

/** The picture [n, h, w, c] of [c / block, h, w, block * n]. */
function picturesFirst(tracer: Tracer, value: Value, shape: Shape4): TensorInfo {
  const [n, h, w, c] = shape
  const pictures = tracer.transpose(tracer.reshape(value, [c * h * w, n]), [1, 0])
  if (!canBlock(c, tracer)) return tracer.handle(tracer.reshape(pictures, [n, c, h, w]), shape, 'nchw')
  const { block } = tracer.target
  return tracer.handle(tracer.reshape(pictures, [n, c / block, h, w, block]), shape, 'blocked')
}

/** Puts tiles [step, step, c, count * count * n] beside each other. @param shape of the whole, [n, h, w, c] */
export function join(tracer: Tracer, tiles: Value, shape: Shape4, count: Pair): TensorInfo {
  const [n, h, w] = shape
  const wide = inPlace(tracer, tiles, n, count)
  const [, rows, columns] = wide.shape as Shape4
  return picturesFirst(tracer, rows === h && columns === w ? wide : tracer.slice(wide, [1, 2], [0, 0], [h, w]), shape)
}

/** Which place of an axis each place of its tiles is, as a matrix [extent, count * size] of 0 and 1. */
function placesAlong(tracer: Tracer, extent: number, start: number, along: Omit<Along, 'axis'>): Value {
  const { builder } = tracer
  const { size, step, count } = along
  return builder.once(`places ${extent} ${start} ${size} ${step} ${count}`, () => {
    const data = new Float32Array(extent * count * size)
    for (let tile = 0; tile < count; tile++) {
      for (let at = 0; at < size; at++) {
        const place = tile * step + at - start
        if (place >= 0 && place < extent) data[(place * count + tile) * size + at] = 1
      }
    }
    return builder.constant(data, [extent, count * size], 'float32')
  })
}

/**
 * Adds up tiles [size, size, c, count * count * n] that overlap, the first from `start` places before the picture on: what
 * `cut` does, backwards. As products with matrices of 0 and 1, which use all threads. @param shape of the whole, [n, h, w, c]
 */
export function overlay(
  tracer: Tracer,
  tiles: Value,
  shape: Shape4,
  { step, start, count }: Omit<Windows, 'size'>,
): TensorInfo {
  const [n, h, w] = shape
  const wide = inPlace(tracer, tiles, n, count)
  const [groups, down, across, rest] = wide.shape as Shape4
  const add = (axis: 0 | 1, extent: number, value: Value, stack: number, width: number) => {
    const along = { size: tiles.shape[axis] as number, step: step[axis], count: count[axis] }
    const result = { shape: [stack, extent, width], type: 'float32' as const }
    return tracer.op('MatMul', [placesAlong(tracer, extent, start[axis], along), value], result)
  }
  const rows = add(0, h, tracer.reshape(wide, [groups, down, across * rest]), groups, across * rest)
  const both = add(1, w, tracer.reshape(rows, [groups * h, across, rest]), groups * h, rest)
  return picturesFirst(tracer, both, shape)
}
