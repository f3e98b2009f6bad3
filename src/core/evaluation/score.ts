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

/** Distance of two picture rows: what `rowDistance` gives for one support, without its bookkeeping. */
export function pairDistance(codes: Codes, score: PairScore): (a: number, b: number) => number {
  const { data, size, count } = codes
  switch (score.kind) {
    case 'cosine': {
      const scales = new Rows(codes, true).scales(count)
      return (a, b) => Math.max(0, 1 - product(data, a * size, data, b * size, size) * scales[a]! * scales[b]!)
    }
    case 'euclidean': {
      const scales = new Rows(codes, score.normalise).scales(count)
      return (a, b) => far(data, a * size, scales[a]!, data, b * size, scales[b]!, size)
    }
    case 'l1':
    case 'subtract': {
      const distance = sigmoidDistance(codes, score)
      const support = [0]
      return (a, b) => {
        support[0] = b
        return distance(a, support)
      }
    }
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
  return product(a, start, b, other, size) * scale * otherScale
}

type Numbers = Float32Array | Float64Array

/** Four sums side by side, so that none has to wait for the addition before it. */
function product(a: Numbers, start: number, b: Numbers, other: number, size: number): number {
  let one = 0
  let two = 0
  let three = 0
  let four = 0
  let i = 0
  for (; i + 3 < size; i += 4) {
    one += a[start + i]! * b[other + i]!
    two += a[start + i + 1]! * b[other + i + 1]!
    three += a[start + i + 2]! * b[other + i + 2]!
    four += a[start + i + 3]! * b[other + i + 3]!
  }
  for (; i < size; i++) one += a[start + i]! * b[other + i]!
  return one + two + (three + four)
}

function euclidean(
  size: number,
  { data: a, start, scale }: Row,
  { data: b, start: other, scale: otherScale }: Row,
): number {
  return far(a, start, scale, b, other, otherScale, size)
}

function far(
  a: Numbers,
  start: number,
  scale: number,
  b: Numbers,
  other: number,
  otherScale: number,
  size: number,
): number {
  let even = 0
  let odd = 0
  let i = 0
  for (; i + 1 < size; i += 2) {
    const first = a[start + i]! * scale - b[other + i]! * otherScale
    const second = a[start + i + 1]! * scale - b[other + i + 1]! * otherScale
    even += first * first
    odd += second * second
  }
  if (i < size) even += (a[start + i]! * scale - b[other + i]! * otherScale) ** 2
  return Math.sqrt(even + odd)
}
