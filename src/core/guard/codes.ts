/** Whether a network still tells pictures apart. */
import type { Codes, PairScore } from '../../shared/evaluation.ts'
import type { Finding } from '../../shared/finding.ts'
import { finding, percent } from './finding.ts'

/** Below this share of the most there can be, codes are all the same. Trainings are judged by the same measure. */
const COLLAPSED = 0.01
/** Share of different pictures that may have the very code of another. */
const MOST_EQUAL = 0.01

/** Codes whose length means nothing to the head are brought to length one, as it does. */
const isDirection = (score: PairScore) => score.kind === 'cosine' || (score.kind === 'euclidean' && score.normalise)

/**
 * How far codes lie apart, as a share of the most there can be: 0 when all are equal, 1 when their mean is the origin. The
 * square root of one minus the squared length of the mean over the mean squared length.
 */
export function spreadOf({ data, size }: Codes, score: PairScore, rows: readonly number[]): number {
  const mean = new Float64Array(size)
  let squares = 0
  for (const row of rows) {
    const code = data.subarray(row * size, (row + 1) * size)
    const length = Math.hypot(...code)
    const scale = isDirection(score) && length > 0 ? 1 / length : 1
    code.forEach((value, i) => (mean[i] = (mean[i] as number) + (value * scale) / rows.length))
    squares += (length * scale) ** 2 / rows.length
  }
  const centre = mean.reduce((sum, value) => sum + value * value, 0)
  return squares === 0 ? 0 : Math.sqrt(Math.max(0, 1 - centre / squares))
}

/** Whether codes that lie so far apart are still worth comparing. @param spread 0..1, as a share of the most there can be */
export function spreadFinding(spread: number): Finding {
  const figures = { spread: { share: spread } }
  if (spread >= COLLAPSED) {
    return finding('checks/spread', 'passed', `Codes lie apart: ${percent(spread)} of the most there can be.`, {
      figures,
    })
  }
  return finding(
    'checks/collapsed',
    'warning',
    `All pictures get nearly the same code: the network has collapsed (spread ${percent(spread)} of the most there can be).`,
    {
      figures,
      advice:
        'Lower the learning rate by a factor of 3 to 10; with a triplet loss, take semi-hard instead of hard triplets.',
    },
  )
}

/**
 * Collapse, and codes that are equal though their pictures are not.
 * @param rows pictures that have a code
 * @param hashes of all pictures: copies of one file have one code by right
 */
export function codeFindings(
  codes: Codes,
  score: PairScore,
  rows: readonly number[],
  hashes: readonly string[],
): Finding[] {
  const firsts = [...new Map(rows.map((row) => [hashes[row], row])).values()]
  const spread = spreadOf(codes, score, firsts)
  const fine = spreadFinding(spread)
  if (fine.severity !== 'passed') return [fine]
  const { size, data } = codes
  const seen = new Map<string, number>()
  for (const row of firsts) {
    const bytes = Buffer.from(data.buffer, data.byteOffset + row * size * 4, size * 4).toString('latin1')
    seen.set(bytes, (seen.get(bytes) ?? 0) + 1)
  }
  const equal = [...seen.values()].reduce((sum, count) => sum + (count > 1 ? count : 0), 0) / firsts.length
  if (equal <= MOST_EQUAL) return [fine]
  const sentence = `${percent(equal)} of ${firsts.length} different pictures have the very code of another.`
  const advice = 'They cannot be told apart: look whether they are blank, or train again with a smaller rate.'
  return [
    fine,
    finding('checks/equal-codes', 'warning', sentence, {
      figures: { equal: { share: equal }, pictures: firsts.length },
      advice,
    }),
  ]
}
