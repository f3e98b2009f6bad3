/** The pictures a network finds most like one of them. */
import type { Codes, PairScore } from '../../shared/evaluation.ts'
import { rowDistance } from './score.ts'

/** One found picture. */
export interface Neighbour {
  /** Row of the codes. */
  readonly picture: number
  /** As the head measures it; smaller = more alike. */
  readonly distance: number
}

/**
 * The nearest others of a picture by the head's own distance, nearest first; of equals the one that is named first. What has
 * no distance (a row of NaN) is left out.
 * @param query the picture asked about, the first of the two for a head that knows an order
 * @param among pictures to rank; the query itself is passed over
 * @throws RangeError when a picture has no row
 */
export function rankNeighbours(
  codes: Codes,
  score: PairScore,
  query: number,
  among: readonly number[],
  count: number,
): Neighbour[] {
  for (const picture of [query, ...among]) {
    if (!(picture >= 0 && picture < codes.count)) throw new RangeError(`there is no code for picture ${picture}`)
  }
  const distance = rowDistance(codes, score)
  return among
    .filter((picture) => picture !== query)
    .map((picture) => ({ picture, distance: distance(query, [picture]) }))
    .filter((each) => !Number.isNaN(each.distance))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
}
