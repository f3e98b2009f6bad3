/** Trials answered from codes alone: every picture passes through the network once, whatever the head. */
import type { Codes, PairScore, Protocol, TrialResult } from '../../shared/evaluation.ts'
import { Rows } from './rows.ts'
import type { Row } from './rows.ts'
import { judge } from './trials.ts'

/** Distance of a query row to `supports` rows. */
type RowDistance = (query: number, supports: readonly number[]) => number

/**
 * Scores every trial; the lowest distance wins.
 *
 * With several supports, `cosine` and `euclidean` compare the query with their mean code (the prototype of Snell et al.
 * 2017; where codes are of unit length by definition, each is brought to it before the mean is taken), while the sigmoid
 * heads `l1` and `subtract`, which have no notion of a mean picture, take the mean of their distances.
 *
 * @param codes row i is picture i
 * @throws RangeError when a trial names a picture without a row, or the head's weight does not fit the codes
 */
export function scoreTrials(codes: Codes, score: PairScore, protocol: Protocol): TrialResult[] {
  if (codes.data.length < codes.count * codes.size) {
    throw new RangeError(`${codes.count} codes of ${codes.size} numbers do not fit into ${codes.data.length}`)
  }
  const distance = rowDistance(codes, score)
  const check = (picture: number): void => {
    if (!(picture >= 0 && picture < codes.count)) throw new RangeError(`there is no code for picture ${picture}`)
  }
  return protocol.trials.map(({ query, supports, truth }, index) => {
    check(query)
    for (const pictures of supports) pictures.forEach(check)
    return judge(
      index,
      supports.map((pictures) => distance(query, pictures)),
      truth,
    )
  })
}

/** The head as a function of picture rows. Only rows that are asked for are touched. */
export function rowDistance(codes: Codes, score: PairScore): RowDistance {
  switch (score.kind) {
    case 'cosine': {
      const rows = new Rows(codes, true)
      // Rounding may put equal directions a hair below zero.
      return (query, supports) => Math.max(0, 1 - dot(codes.size, rows.row(query), rows.prototype(supports)))
    }
    case 'euclidean': {
      const rows = new Rows(codes, score.normalise)
      return (query, supports) => euclidean(codes.size, rows.row(query), rows.prototype(supports))
    }
    case 'l1':
    case 'subtract':
      return sigmoidDistance(codes, score)
  }
}

function sigmoidDistance({ data, size }: Codes, score: Extract<PairScore, { bias: number }>): RowDistance {
  const { weight, bias, kind } = score
  if (weight.length !== size) throw new RangeError(`the head has ${weight.length} weights, the codes ${size} numbers`)
  const logit = kind === 'l1' ? absoluteLogit : signedLogit
  return (query, supports) => {
    let sum = 0
    for (const support of supports) {
      sum += 1 / (1 + Math.exp(-bias - logit(data, query * size, support * size, weight)))
    }
    return sum / supports.length
  }
}

// The loops below are the whole cost of an evaluation: plain arguments only, so that nothing is looked up inside them.

function absoluteLogit(data: Float32Array, a: number, b: number, weight: Float32Array): number {
  let sum = 0
  for (let i = 0; i < weight.length; i++) sum += weight[i]! * Math.abs(data[a + i]! - data[b + i]!)
  return sum
}

function signedLogit(data: Float32Array, a: number, b: number, weight: Float32Array): number {
  let sum = 0
  for (let i = 0; i < weight.length; i++) sum += weight[i]! * (data[a + i]! - data[b + i]!)
  return sum
}

function dot(size: number, { data: a, start, scale }: Row, { data: b, start: other, scale: otherScale }: Row): number {
  let sum = 0
  for (let i = 0; i < size; i++) sum += a[start + i]! * b[other + i]!
  return sum * scale * otherScale
}

function euclidean(
  size: number,
  { data: a, start, scale }: Row,
  { data: b, start: other, scale: otherScale }: Row,
): number {
  let sum = 0
  for (let i = 0; i < size; i++) {
    const difference = a[start + i]! * scale - b[other + i]! * otherScale
    sum += difference * difference
  }
  return Math.sqrt(sum)
}
