/** Two methods on identical trials: is the difference more than chance? Pure, so the page computes it too. */
import { Rng } from './random.ts'
import { mean } from './statistics.ts'

export interface PairedCounts {
  /** Trials both got wholly right, only the first, only the second, neither. */
  readonly both: number
  readonly onlyFirst: number
  readonly onlySecond: number
  readonly neither: number
}

function checkSame(first: readonly number[], second: readonly number[]): void {
  if (first.length !== second.length || first.length === 0) {
    throw new RangeError(`paired trials are needed, got ${first.length} and ${second.length}`)
  }
}

/**
 * Agreement of two lists of credits (1 right, 0 wrong, between them for a tie) on the same trials. A trial counts as right
 * when it earned the whole point.
 * @throws RangeError when the lists differ in length or are empty
 */
export function pairedCounts(first: readonly number[], second: readonly number[]): PairedCounts {
  checkSame(first, second)
  const counts = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 }
  first.forEach((credit, trial) => {
    const right = credit === 1
    const other = second[trial] === 1
    if (right && other) counts.both++
    else if (right) counts.onlyFirst++
    else if (other) counts.onlySecond++
    else counts.neither++
  })
  return counts
}

/** Logarithm of n!, exact to rounding: a sum of logarithms, cheap at the sizes trials come in. */
function logFactorials(n: number): Float64Array {
  const logs = new Float64Array(n + 1)
  for (let i = 2; i <= n; i++) logs[i] = logs[i - 1]! + Math.log(i)
  return logs
}

/**
 * Two-sided exact McNemar test (Q. McNemar, Psychometrika 12, 1947): the chance of a split at least as uneven among the
 * trials on which the two disagree, were each equally likely to win. 1 where they never disagree.
 *
 * @param onlyFirst trials only the first got right
 * @param onlySecond trials only the second got right
 */
export function mcnemarExact({ onlyFirst, onlySecond }: Pick<PairedCounts, 'onlyFirst' | 'onlySecond'>): number {
  const n = onlyFirst + onlySecond
  if (n === 0) return 1
  const logs = logFactorials(n)
  let tail = 0
  for (let k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
    tail += Math.exp(logs[n]! - logs[k]! - logs[n - k]! - n * Math.LN2)
  }
  return Math.min(1, 2 * tail)
}

export interface BootstrapOptions {
  /** Which trials are drawn together, e.g. because they share a support set; one label for each trial. @default each alone */
  readonly clusters?: readonly (string | number)[]
  /** @default 10000 */
  readonly resamples?: number
  /** @default 0 */
  readonly seed?: number
  /** @default 0.95 */
  readonly confidence?: number
}

/** Sum and number of the values of each cluster, in order of appearance. */
function clusterSums(values: readonly number[], labels: readonly (string | number)[] | undefined) {
  if (labels && labels.length !== values.length) throw new RangeError('one cluster label for each trial is needed')
  const places = new Map<string | number, number>()
  const sums: number[] = []
  const counts: number[] = []
  values.forEach((value, trial) => {
    const label = labels ? labels[trial]! : trial
    const place = places.get(label) ?? sums.length
    if (place === sums.length) {
      places.set(label, place)
      sums.push(0)
      counts.push(0)
    }
    sums[place]! += value
    counts[place]! += 1
  })
  return { sums: Float64Array.from(sums), counts: Float64Array.from(counts) }
}

/** Value below which a share `at` of the sorted values lies, interpolated between neighbours. */
function quantile(sorted: Float64Array, at: number): number {
  const place = at * (sorted.length - 1)
  const low = Math.floor(place)
  const high = Math.min(low + 1, sorted.length - 1)
  return sorted[low]! + (place - low) * (sorted[high]! - sorted[low]!)
}

/**
 * Percentile bootstrap interval of a mean (B. Efron, 1979), resampling whole clusters: trials that share a support set stand
 * or fall together, and treating them as independent makes the interval too narrow.
 * @throws RangeError for no values, or labels that do not fit them
 */
export function bootstrapMean(values: readonly number[], options: BootstrapOptions = {}): readonly [number, number] {
  const { clusters, resamples = 10_000, seed = 0, confidence = 0.95 } = options
  mean(values)
  const { sums, counts } = clusterSums(values, clusters)
  const rng = new Rng(seed, 'bootstrap')
  const means = new Float64Array(resamples)
  for (let i = 0; i < resamples; i++) {
    let sum = 0
    let count = 0
    for (let draw = 0; draw < sums.length; draw++) {
      const at = rng.int(sums.length)
      sum += sums[at]!
      count += counts[at]!
    }
    means[i] = sum / count
  }
  means.sort()
  return [quantile(means, (1 - confidence) / 2), quantile(means, (1 + confidence) / 2)]
}

export interface PairedComparison extends PairedCounts {
  /** Mean credit of the first minus that of the second, -1..1. */
  readonly difference: number
  /** Bootstrap interval of the difference. */
  readonly interval: readonly [number, number]
  /** Of the exact McNemar test. */
  readonly p: number
}

/**
 * Compares two lists of credits on identical trials.
 * @throws RangeError when the lists differ in length or are empty
 */
export function comparePaired(
  first: readonly number[],
  second: readonly number[],
  options: BootstrapOptions = {},
): PairedComparison {
  const counts = pairedCounts(first, second)
  const differences = first.map((credit, trial) => credit - second[trial]!)
  const interval = bootstrapMean(differences, options)
  return { ...counts, difference: mean(differences), interval, p: mcnemarExact(counts) }
}
