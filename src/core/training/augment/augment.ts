import { Rng } from '../../../shared/random.ts'
import type { AugmentSpec } from '../../../shared/recipe.ts'
import { createGrid } from './elastic.ts'
import { erase } from './erase.ts'
import { createPlane, fillMargin, loadBytes, resample, type PictureSize } from './resample.ts'
import { drawAffine, identity, mirror, quarterTurns } from './transform.ts'

/** Decoded pictures one after another: [count, height, width, channels], 0..255. */
export interface PixelBatch extends PictureSize {
  readonly pixels: Uint8Array
  readonly count: number
}

export interface AugmentOptions {
  readonly spec: AugmentSpec
  /** Turns black on white into 1 on 0; the outside is then 0, else the nearest pixel of the edge. */
  readonly invert: boolean
  readonly seed: number
  /** With `seed`, decides every random number. */
  readonly step: number
  /** Quarter turns of each picture, counter-clockwise; pictures must be square then. */
  readonly rotations?: Uint8Array
}

/**
 * Changes pictures at random and writes them as float32 0..1, [count, height, width, channels], to `out`. All geometry
 * (turn, mirror, affine, elastic) is one bilinear resampling. The same for the same seed, step and batch.
 * @throws RangeError when `out` is too small
 */
export function augmentBatch(batch: PixelBatch, options: AugmentOptions, out: Float32Array): void {
  const { spec, invert, rotations } = options
  const { count, width } = batch
  const length = lengthOf(batch, out)
  const rng = new Rng(options.seed, 'augment', options.step)
  const outside = invert ? 'zero' : 'edge'
  const plane = createPlane(batch)
  const grid = spec.elastic > 0 ? createGrid(batch) : null
  const map = identity()

  for (let i = 0; i < count; i++) {
    // Brightness and contrast: value' = (value - 1/2) * contrast + 1/2 + brightness.
    const contrast = spec.colour > 0 ? 1 + spec.colour * rng.uniform(-1, 1) : 1
    const brightness = spec.colour > 0 ? spec.colour * rng.uniform(-1, 1) : 0
    const lift = 0.5 - 0.5 * contrast + brightness
    const gain = contrast / 255
    loadBytes(plane, batch.pixels, i * length, batch, invert ? -gain : gain, invert ? lift + contrast : lift)
    fillMargin(plane, batch, outside)

    const changed = rng.next() < spec.probability
    drawAffine(map, spec, rng, width)
    if (!changed) reset(map)
    if (grid && changed) grid.draw(rng, spec.elastic * width)
    if (spec.flip > 0 && rng.next() < spec.flip) mirror(map)
    if (rotations) quarterTurns(map, rotations[i] as number)
    resample(plane, batch, map, changed ? grid : null, out, i * length)
    if (spec.erase > 0 && rng.next() < spec.erase) erase(out, i * length, batch, rng, invert ? 0 : 0.5)
  }
}

/** Pictures as they are, as float32 0..1 and inverted where asked: what a trained network is fed. */
export function prepareBatch(batch: PixelBatch, invert: boolean, out: Float32Array): void {
  const total = batch.count * lengthOf(batch, out)
  for (let i = 0; i < total; i++) {
    const value = (batch.pixels[i] as number) / 255
    out[i] = invert ? 1 - value : value
  }
}

function lengthOf({ count, height, width, channels }: PixelBatch, out: Float32Array): number {
  const length = height * width * channels
  if (out.length < count * length)
    throw new RangeError(`${count} pictures need ${count * length} numbers, not ${out.length}`)
  return length
}

function reset(map: ReturnType<typeof identity>): void {
  map.a = map.d = 1
  map.b = map.c = map.tx = map.ty = 0
}
