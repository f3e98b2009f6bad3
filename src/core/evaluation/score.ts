/** Trials answered from codes alone: every picture passes through the network once, whatever the head. */
import type { Codes, PairScore, Protocol, TrialResult } from '../../shared/evaluation.ts'
import { Rows } from './rows.ts'
import { judge } from './trials.ts'

/** Distance of a query row to `supports` rows: to all of them, or to `count` of them from the place `from` on. */
export type RowDistance = (query: number, supports: ArrayLike<number>, from?: number, count?: number) => number

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

/** The head as a function of picture rows. Only rows that are asked for are touched. @throws RangeError for codes too few */
export function rowDistance(codes: Codes, score: PairScore): RowDistance {
  if (codes.data.length < codes.count * codes.size) {
    throw new RangeError(`${codes.count} codes of ${codes.size} numbers do not fit into ${codes.data.length}`)
  }
  switch (score.kind) {
    case 'cosine': {
      const rows = Rows.of(codes, true)
      const { data, size } = codes
      return (query, supports, from = 0, count = supports.length) => {
        const product =
          count === 1
            ? dot(data, query * size, supports[from]! * size, size) *
              rows.scaleOf(query) *
              rows.scaleOf(supports[from]!)
            : rows.timesMean(query, supports, from, count)
        // Rounding may put equal directions a hair below zero.
        return Math.max(0, 1 - product)
      }
    }
    case 'euclidean': {
      const rows = Rows.of(codes, score.normalise)
      const { data, size } = codes
      return (query, supports, from = 0, count = supports.length) => {
        if (count > 1) return rows.farFromMean(query, supports, from, count)
        const support = supports[from]!
        return far(data, query * size, rows.scaleOf(query), support * size, rows.scaleOf(support), size)
      }
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
      const scales = Rows.of(codes, true).scales(count)
      return (a, b) => Math.max(0, 1 - dot(data, a * size, b * size, size) * scales[a]! * scales[b]!)
    }
    case 'euclidean': {
      const scales = Rows.of(codes, score.normalise).scales(count)
      return (a, b) => far(data, a * size, scales[a]!, b * size, scales[b]!, size)
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

function sigmoidDistance(codes: Codes, score: Extract<PairScore, { bias: number }>): RowDistance {
  const { weight, bias } = score
  if (weight.length !== codes.size) {
    throw new RangeError(`the head has ${weight.length} weights, the codes ${codes.size} numbers`)
  }
  const logit = score.kind === 'l1' ? absoluteLogit(codes, weight) : signedLogit(codes, weight)
  return (query, supports, from = 0, count = supports.length) => {
    let sum = 0
    for (let i = from; i < from + count; i++) sum += 1 / (1 + Math.exp(-bias - logit(query, supports[i]!)))
    return sum / count
  }
}

function absoluteLogit(codes: Codes, weight: Float32Array): (query: number, support: number) => number {
  const rows = new Rows(codes, false, weight)
  return (query, support) => rows.apart(query, support)
}

/** The weighted sum of a difference is the difference of the weighted sums: one for each picture, NaN until asked for. */
function signedLogit({ data, size, count }: Codes, weight: Float32Array): (query: number, support: number) => number {
  const known = new Float64Array(count).fill(NaN)
  const sumOf = (row: number) => {
    if (Number.isNaN(known[row]!)) known[row] = weigh(data, row * size, weight)
    return known[row]!
  }
  return (query, support) => sumOf(query) - sumOf(support)
}

function weigh(data: Float32Array, start: number, weight: Float32Array): number {
  let sum = 0
  for (let i = 0; i < weight.length; i++) sum += weight[i]! * data[start + i]!
  return sum
}

// The loops below are the whole cost of comparing two pictures: plain arguments only, so that nothing is looked up inside them.

/** Four sums side by side, so that none has to wait for the addition before it. */
function dot(data: Float32Array, a: number, b: number, size: number): number {
  let one = 0
  let two = 0
  let three = 0
  let four = 0
  let i = 0
  for (; i + 3 < size; i += 4) {
    one += data[a + i]! * data[b + i]!
    two += data[a + i + 1]! * data[b + i + 1]!
    three += data[a + i + 2]! * data[b + i + 2]!
    four += data[a + i + 3]! * data[b + i + 3]!
  }
  for (; i < size; i++) one += data[a + i]! * data[b + i]!
  return one + two + (three + four)
}

function far(data: Float32Array, a: number, scale: number, b: number, otherScale: number, size: number): number {
  let even = 0
  let odd = 0
  let i = 0
  for (; i + 1 < size; i += 2) {
    const first = data[a + i]! * scale - data[b + i]! * otherScale
    const second = data[a + i + 1]! * scale - data[b + i + 1]! * otherScale
    even += first * first
    odd += second * second
  }
  if (i < size) even += (data[a + i]! * scale - data[b + i]! * otherScale) ** 2
  return Math.sqrt(even + odd)
}
