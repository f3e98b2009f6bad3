/**
 * Chooses how far the covariance is shrunk, by leaving classes out: the whitening is fitted on some classes, and the
 * others are told apart with it. On a sample of pictures and features of the same ratio as the whole, so that it takes a
 * fraction of a second; what decides the best shrinkage is that ratio.
 */
import { Rng } from '../../../shared/random.ts'
import { meanOf, meanOfClasses } from './classes.ts'
import { meanVariance, shrink, withinClassCovariance } from './covariance.ts'
import { cholesky, gram, padded, solveRows } from './linear-algebra.ts'

/** What is tried. */
export const CANDIDATES: readonly number[] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
/** Where there is too little to choose by. */
const DEFAULT_SHRINKAGE = 0.5

const FOLDS = 4
/** About as many pictures are sampled. */
const SAMPLE = 280
/** Samples drawn: two small ones cost less than one of twice the size. */
const DRAWS = 2
/** Ways of the one-shot task the folds are judged by. */
const WAY = 20

interface Sample {
  /** [.., size] */
  readonly features: Float64Array
  readonly size: number
  /** Size before any change of basis: the trace is spread over as many features. */
  readonly spread: number
  readonly classes: readonly (readonly number[])[]
}

/**
 * The shrinkage under which classes that were left out are told apart best.
 * @param features [.., size] @param classes row numbers of each class
 * @returns one of `CANDIDATES`, or the default where fewer than four classes have two pictures
 */
export function chooseShrinkage(
  features: ArrayLike<number>,
  size: number,
  classes: readonly (readonly number[])[],
  seed: number,
): number {
  const useful = classes.filter((rows) => rows.length > 1)
  if (useful.length < FOLDS) return DEFAULT_SHRINKAGE
  const scores = CANDIDATES.map(() => 0)
  for (let i = 0; i < DRAWS; i++) {
    const sample = compact(draw(features, size, useful, new Rng(seed, 'shrinkage', i)))
    for (let fold = 0; fold < FOLDS; fold++) addScores(scores, sample, fold)
  }
  return smoothBest(scores)
}

function draw(features: ArrayLike<number>, size: number, classes: readonly (readonly number[])[], rng: Rng): Sample {
  const total = classes.reduce((sum, rows) => sum + rows.length, 0)
  const chosen: (readonly number[])[] = []
  let pictures = 0
  for (const rows of rng.shuffle([...classes])) {
    if (pictures >= SAMPLE && chosen.length >= 2 * FOLDS) break
    const most = Math.max(2, Math.ceil((2 * SAMPLE) / Math.max(2 * FOLDS, classes.length)))
    chosen.push(rows.length > most ? rng.sample(rows, most) : rows)
    pictures += Math.min(rows.length, most)
  }
  const all = Array.from({ length: size }, (_, i) => i)
  const wanted = Math.min(size, Math.max(16, Math.round((size * pictures) / total)))
  const columns = wanted < size ? rng.sample(all, wanted) : all
  const data = new Float64Array(pictures * columns.length)
  let at = 0
  let row = 0
  const own = chosen.map((rows) =>
    rows.map((source) => {
      for (const column of columns) data[at++] = features[source * size + column] as number
      return row++
    }),
  )
  return { features: data, size: columns.length, spread: columns.length, classes: own }
}

/**
 * Fewer pictures than features span a space of that many dimensions only. The rows of the Cholesky factor of their inner
 * products are their coordinates in it: every distance and product is kept, in far fewer numbers.
 */
function compact(sample: Sample): Sample {
  const { features, size, classes } = sample
  const count = features.length / size
  const n = padded(count)
  if (n >= size) return sample
  const rows = new Float64Array(n * size)
  rows.set(features)
  const products = gram(rows, n, size)
  const tiny = 1e-9 * meanVariance(products, n, count) || 1
  for (let i = 0; i < n; i++) products[i * n + i] = (products[i * n + i] as number) + tiny
  cholesky(products, n)
  for (let i = 0; i < n; i++) products.fill(0, i * n + i + 1, (i + 1) * n)
  return { features: products, size: n, spread: size, classes }
}

/** Fits on all classes but every `FOLDS`-th, and adds how well those are told apart under each candidate. */
function addScores(scores: number[], { features, size, spread, classes }: Sample, fold: number): void {
  const fitted = classes.filter((_, i) => i % FOLDS !== fold)
  const left = classes.filter((_, i) => i % FOLDS === fold)
  const n = padded(size)
  const means = fitted.map((rows) => meanOf(features, size, rows))
  const mean = meanOfClasses(means, size)
  const covariance = withinClassCovariance(features, size, fitted)
  const target = (meanVariance(covariance, n, size) * size) / spread
  const rows = left.flat()
  const labels = left.flatMap((own, i) => own.map(() => i))
  const centred = new Float64Array(padded(rows.length) * n)
  rows.forEach((row, r) => {
    for (let i = 0; i < size; i++) centred[r * n + i] = (features[row * size + i] as number) - (mean[i] as number)
  })
  CANDIDATES.forEach((candidate, c) => {
    const factor = shrink(covariance, n, candidate, target)
    cholesky(factor, n)
    const codes = centred.slice()
    solveRows(factor, codes, padded(rows.length), n)
    scores[c] = (scores[c] as number) + oneShotAccuracy(gram(codes, padded(rows.length), n), labels)
  })
}

/**
 * Expected accuracy of one-shot trials by cosine over all queries and supports: a support of the right class that is
 * nearer than a share s of the pictures of other classes beats way - 1 of them, drawn at random, with s^(way - 1).
 * @param products inner products of the codes, [n, n]
 */
function oneShotAccuracy(products: Float64Array, labels: readonly number[]): number {
  const n = padded(labels.length)
  const norm = Float64Array.from(labels, (_, i) => Math.sqrt(products[i * n + i] as number) || 1)
  const rivals = Math.min(WAY, new Set(labels).size) - 1
  const cosines = new Float64Array(labels.length)
  const others = new Float64Array(labels.length)
  let sum = 0
  let trials = 0
  for (let query = 0; query < labels.length; query++) {
    let count = 0
    for (let i = 0; i < labels.length; i++) {
      const cosine = (products[query * n + i] as number) / (norm[i] as number)
      cosines[i] = cosine
      if (labels[i] !== labels[query]) others[count++] = cosine
    }
    const ascending = others.subarray(0, count).sort()
    for (let i = 0; i < labels.length; i++) {
      if (labels[i] !== labels[query] || i === query) continue
      sum += (countBelow(ascending, cosines[i] as number) / count) ** rivals
      trials++
    }
  }
  return trials > 0 ? sum / trials : 0
}

/** How many of the ascending numbers are below the value, equals counting one half. */
function countBelow(ascending: Float64Array, value: number): number {
  const first = (isPast: (other: number) => boolean) => {
    let [low, high] = [0, ascending.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (isPast(ascending[middle] as number)) high = middle
      else low = middle + 1
    }
    return low
  }
  return (first((other) => other >= value) + first((other) => other > value)) / 2
}

/** The candidate with the best score, each score averaged with its neighbours' so that noise decides less. */
function smoothBest(scores: readonly number[]): number {
  let best = { score: -1, candidate: DEFAULT_SHRINKAGE }
  scores.forEach((own, i) => {
    const score = 0.5 * own + 0.25 * ((scores[i - 1] ?? own) + (scores[i + 1] ?? own))
    if (score > best.score) best = { score, candidate: CANDIDATES[i] as number }
  })
  return best.candidate
}
