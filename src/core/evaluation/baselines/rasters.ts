/** Decoded pictures for the baselines that look at pixels. */
import type { PictureInfo } from '../../../shared/dataset.ts'
import type { Protocol, TrialResult } from '../../../shared/evaluation.ts'
import type { Pace } from '../pace.ts'
import { judge, picturesOf } from '../trials.ts'

/** An opaque picture: [height, width, channels], 0..255. */
export interface Raster {
  readonly width: number
  readonly height: number
  /** 1 grey, 3 colour. */
  readonly channels: number
  readonly data: Uint8Array
}

/** Gives the decoded picture of an index. All of one protocol must have the same size and channels. */
export type ReadRaster = (picture: number) => Raster | Promise<Raster>

/** Bytes of prepared pictures kept at a time, however many the protocol touches. */
const MEMORY = 256 * 2 ** 20

/** Largest picture compared at its own size, in pixels. */
const LARGEST_ORIGINAL = 256 * 256

/**
 * The size at which pixel baselines look at pictures: their own when all of the protocol agree and it is moderate (the
 * published figures on Omniglot are for 105 x 105), else what the network is fed.
 *
 * @param pictures of the data set
 * @param input size of the network's input
 * @param colour what `DatasetInfo` says
 */
export function rasterTarget(
  pictures: readonly Pick<PictureInfo, 'width' | 'height'>[],
  protocol: Protocol,
  input: { readonly width: number; readonly height: number },
  colour: 'line' | 'grey' | 'colour',
): { width: number; height: number; channels: 1 | 3 } {
  const [first, ...others] = picturesOf(protocol).map((picture) => pictures[picture]!)
  const { width, height } = first ?? input
  const agree = others.every((other) => other.width === width && other.height === height)
  const size = agree && width * height <= LARGEST_ORIGINAL ? { width, height } : input
  return { width: size.width, height: size.height, channels: colour === 'colour' ? 3 : 1 }
}

/** How far two prepared pictures lie apart; any number above `most` where it is more than that. */
export type PreparedDistance<T> = (query: T, support: T, most: number) => number

export interface RunOptions {
  /** Called after each trial. */
  readonly pace?: Pace
  /**
   * Ends a trial where it is lost, and a comparison where it cannot win: distances that are not needed are infinite. That is
   * enough for the accuracy at every way. @default false
   */
  readonly untilLost?: boolean
}

/**
 * Runs a protocol on something made from each picture. A way is as far as the nearest of its supports.
 *
 * @param prepare made once for each picture, or again when memory ran short in between
 * @param bytesOf memory of a prepared picture
 */
export async function runPrepared<T>(
  protocol: Protocol,
  prepare: (picture: number) => Promise<T>,
  bytesOf: (prepared: T) => number,
  distance: PreparedDistance<T>,
  { pace, untilLost = false }: RunOptions = {},
): Promise<TrialResult[]> {
  const kept = new Map<number, T>()
  let used = 0
  const get = async (picture: number): Promise<T> => {
    const found = kept.get(picture)
    if (found !== undefined) return found
    const prepared = await prepare(picture)
    used += bytesOf(prepared)
    kept.set(picture, prepared)
    // The oldest go first; a trial holds its own pictures meanwhile.
    for (const [oldest, value] of kept) {
      if (used <= MEMORY || oldest === picture) break
      kept.delete(oldest)
      used -= bytesOf(value)
    }
    return prepared
  }
  const nearest = async (query: T, way: readonly number[], most: number): Promise<number> => {
    let found = NaN
    for (const support of way) {
      const far = distance(query, kept.get(support) ?? (await get(support)), found < most ? found : most)
      if (!(far >= found)) found = Number.isNaN(far) ? found : far
    }
    return found
  }
  const results: TrialResult[] = []
  for (const [index, { query, supports, truth }] of protocol.trials.entries()) {
    const asked = await get(query)
    const distances = supports.map(() => Infinity)
    const own = (distances[truth] = await nearest(asked, supports[truth]!, Infinity))
    for (const [way, pictures] of supports.entries()) {
      if (way === truth) continue
      const far = (distances[way] = await nearest(asked, pictures, untilLost ? own : Infinity))
      if (untilLost && far < own) break
    }
    results.push(judge(index, distances, truth))
    await pace?.(results.length, protocol.trials.length)
  }
  return results
}
