import type { Rng } from '../../../shared/random.ts'
import type { PictureSize } from './resample.ts'

/** Random erasing (Zhong et al. 2017): a rectangle of 2 to 25 % of the area, sides up to 1 : 3, filled with `value`. */
export function erase(out: Float32Array, from: number, size: PictureSize, rng: Rng, value: number): void {
  const { height, width, channels } = size
  const area = height * width * rng.uniform(0.02, 0.25)
  // Uniform in the logarithm, so that wide and high are equally likely.
  const ratio = Math.exp(rng.uniform(-Math.log(3), Math.log(3)))
  const h = Math.max(1, Math.min(height, Math.round(Math.sqrt(area * ratio))))
  const w = Math.max(1, Math.min(width, Math.round(Math.sqrt(area / ratio))))
  const top = rng.int(height - h + 1)
  const left = rng.int(width - w + 1)
  for (let y = top; y < top + h; y++) {
    const start = from + (y * width + left) * channels
    out.fill(value, start, start + w * channels)
  }
}
