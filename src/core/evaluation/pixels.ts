import type { Protocol, TrialResult } from '../../shared/evaluation.ts'
import type { Pace } from './pace.ts'
import { runPrepared } from './rasters.ts'
import type { Raster, ReadRaster } from './rasters.ts'

/**
 * Euclidean distance of the uint8 values.
 *
 * @throws RangeError for pictures of different size or channels
 */
export function pixelDistance(a: Raster, b: Raster): number {
  if (a.width !== b.width || a.height !== b.height || a.channels !== b.channels) {
    const sizes = [a, b].map(({ width, height, channels }) => `${width}x${height}x${channels}`)
    throw new RangeError(`pixels of pictures of different size cannot be compared: ${sizes.join(' and ')}`)
  }
  const one = a.data
  const two = b.data
  let sum = 0
  for (let i = 0; i < one.length; i++) {
    const difference = one[i]! - two[i]!
    sum += difference * difference
  }
  return Math.sqrt(sum)
}

/**
 * Baseline: the support whose pixels are nearest. Neither learned nor scaled, so it depends on the size at which the
 * pictures are read (see `rasterTarget`).
 */
export function pixelTrials(protocol: Protocol, read: ReadRaster, pace?: Pace): Promise<TrialResult[]> {
  return runPrepared(
    protocol,
    async (picture) => read(picture),
    ({ data }) => data.length,
    pixelDistance,
    pace,
  )
}
