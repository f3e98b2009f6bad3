import type { Protocol, TrialResult } from '../../../shared/evaluation.ts'
import { runPrepared } from './rasters.ts'
import type { Raster, ReadRaster, RunOptions } from './rasters.ts'

/** Values compared before a look whether they are too far apart already. */
const PART = 1024

/**
 * Euclidean distance of the uint8 values.
 *
 * @param most infinity is good enough for what is farther
 * @throws RangeError for pictures of different size or channels
 */
export function pixelDistance(a: Raster, b: Raster, most = Infinity): number {
  if (a.width !== b.width || a.height !== b.height || a.channels !== b.channels) {
    const sizes = [a, b].map(({ width, height, channels }) => `${width}x${height}x${channels}`)
    throw new RangeError(`pixels of pictures of different size cannot be compared: ${sizes.join(' and ')}`)
  }
  const one = a.data
  const two = b.data
  // A hair above, so that rounding excludes nothing.
  const limit = most * most * (1 + 1e-9)
  let sum = 0
  for (let start = 0; start < one.length; start += PART) {
    const end = Math.min(start + PART, one.length)
    for (let i = start; i < end; i++) {
      const difference = one[i]! - two[i]!
      sum += difference * difference
    }
    if (sum > limit) return Infinity
  }
  return Math.sqrt(sum)
}

/**
 * Baseline: the support whose pixels are nearest. Neither learned nor scaled, so it depends on the size at which the
 * pictures are read (see `rasterTarget`).
 */
export function pixelTrials(protocol: Protocol, read: ReadRaster, options?: RunOptions): Promise<TrialResult[]> {
  return runPrepared(
    protocol,
    async (picture) => read(picture),
    ({ data }) => data.length,
    pixelDistance,
    options,
  )
}
