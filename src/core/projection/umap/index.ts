/**
 * UMAP (McInnes, Healy and Melville 2018, arXiv:1802.03426): a map on which close neighbours stay close. Our own, because a
 * map must come out the same each time, be watched and cancelled: exact neighbours, the first two principal components as
 * the start (Kobak and Linderman 2021, on why a start by lot loses the large picture), numbers from a seed.
 */
import { Rng } from '../../../shared/random.ts'
import type { Watched } from '../breath.ts'
import type { Nearest } from '../nearest.ts'
import { fitCurve } from './curve.ts'
import { fuzzyGraph } from './fuzzy.ts'
import { layOut } from './layout.ts'

/** Half the width of the map before points move. */
const START = 10
const NOISE = 1e-4

export interface UmapOptions extends Watched {
  /** How close points may come on the map, 0..1: small values draw tight clumps. */
  readonly minDistance: number
  readonly seed: number
}

/** Rounds of moving, 200 to 500: fewer where there are many points to move each time. */
export function epochsFor(count: number): number {
  return Math.round(Math.min(500, Math.max(200, 2_500_000 / count)))
}

/**
 * Places on a map, by UMAP (McInnes, Healy and Melville 2018) from a start of one's own; the same input gives the same map.
 * @param nearest neighbours of every row, in the space of the codes
 * @param start [count, 2], e.g. the first two principal components
 * @returns [count, 2]
 */
export async function umap(
  nearest: Nearest,
  start: ArrayLike<number>,
  { minDistance, seed, ...watched }: UmapOptions,
): Promise<Float64Array> {
  const rng = new Rng(seed, 'umap start')
  let largest = 0
  for (let i = 0; i < start.length; i++) largest = Math.max(largest, Math.abs(start[i]!))
  const scale = largest > 0 ? START / largest : 0
  // Copies lie on one spot; a little noise lets them part.
  const points = Float64Array.from({ length: start.length }, (_, i) => start[i]! * scale + NOISE * rng.normal())
  const curve = fitCurve(minDistance)
  return layOut(points, fuzzyGraph(nearest), { ...watched, curve, seed, epochs: epochsFor(points.length / 2) })
}
