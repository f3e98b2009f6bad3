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
  const absolute = kind === 'l1'
  return (query, supports) => {
    let sum = 0
    for (const support of supports) {
      let logit = bias
      const a = query * size
      const b = support * size
      if (absolute) for (let i = 0; i < size; i++) logit += weight[i]! * Math.abs(data[a + i]! - data[b + i]!)
      else for (let i = 0; i < size; i++) logit += weight[i]! * (data[a + i]! - data[b + i]!)
      sum += 1 / (1 + Math.exp(-logit))
    }
    return sum / supports.length
  }
}

function dot(size: number, a: Row, b: Row): number {
  let sum = 0
  for (let i = 0; i < size; i++) sum += a.data[a.start + i]! * b.data[b.start + i]!
  return sum * a.scale * b.scale
}

function euclidean(size: number, a: Row, b: Row): number {
  let sum = 0
  for (let i = 0; i < size; i++) {
    const difference = a.data[a.start + i]! * a.scale - b.data[b.start + i]! * b.scale
    sum += difference * difference
  }
  return Math.sqrt(sum)
}
