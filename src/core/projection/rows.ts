/** Codes made ready for a projection. */
import type { Codes, PairScore } from '../../shared/evaluation.ts'
import { padded } from '../model/whitening/linear-algebra.ts'

/** How far two codes are from each other on the map: `cosine` is 1 - cos, of rows of unit length half the square of `euclidean`. */
export type MapMetric = 'cosine' | 'euclidean'

/** Row-major numbers of some pictures. */
export interface CodeRows {
  /** [padded(count), size]; rows beyond `count` are 0. */
  readonly data: Float64Array
  readonly count: number
  readonly size: number
}

/**
 * The metric in which a map says what the head says. The sigmoid heads weigh differences one by one (and `subtract` knows a
 * sign), which is no distance between points: their maps measure the codes themselves.
 */
export function mapMetric({ kind }: Pick<PairScore, 'kind'>): MapMetric {
  return kind === 'cosine' ? 'cosine' : 'euclidean'
}

/**
 * Rows of some pictures, of unit length where the head compares directions only.
 * @param pictures row numbers of `codes`; result row i is picture `pictures[i]`
 */
export function codeRows({ data, size }: Codes, pictures: readonly number[], score: PairScore): CodeRows {
  const isUnit = score.kind === 'cosine' || (score.kind === 'euclidean' && score.normalise)
  const rows = new Float64Array(padded(pictures.length) * size)
  pictures.forEach((picture, row) => {
    const start = picture * size
    let square = 0
    for (let i = 0; i < size; i++) square += data[start + i]! ** 2
    const scale = !isUnit ? 1 : square === 0 ? 0 : 1 / Math.sqrt(square)
    for (let i = 0; i < size; i++) rows[row * size + i] = data[start + i]! * scale
  })
  return { data: rows, count: pictures.length, size }
}
