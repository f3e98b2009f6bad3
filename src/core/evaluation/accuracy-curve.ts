/** Accuracy against the number of ways, from one scoring of the widest trials. */
import type { Codes, PairScore, Protocol, TrialResult } from '../../shared/evaluation.ts'
import type { AccuracyCurve, WayAccuracy } from '../../shared/figures.ts'
import { chanceOf, wilsonInterval } from '../../shared/statistics.ts'
import { poolsOf } from './protocols/pool.ts'
import { TrialsHash } from './protocols/protocol-hash.ts'
import { drawTrials, largestWay, makeProtocol } from './protocols/protocol.ts'
import type { ProtocolOptions } from './protocols/protocol-options.ts'
import { WayDistances } from './way-distances.ts'

/** Widest trials of a curve. */
const WIDEST = 50

/**
 * The accuracy the same queries would have among fewer classes: an N-way trial keeps the query's class and the first N - 1 of
 * the others, whose order the protocol has shuffled. So the trials of a smaller way are nested in those of a larger one, and
 * the curve never rises with N, ties aside.
 *
 * @param results of `scoreTrials` on the protocol, in its order
 * @param ways each from 2 to the protocol's way
 * @throws RangeError for a way outside that
 */
export function accuracyByWay(
  protocol: Protocol,
  results: readonly TrialResult[],
  ways: readonly number[],
): WayAccuracy[] {
  const outside = ways.find((way) => !(way >= 2 && way <= protocol.way))
  if (outside !== undefined) throw new RangeError(`${outside} is not a way from 2 to ${protocol.way}`)
  const { way: widest, trials } = protocol
  const credits = new Float64Array(widest + 1)
  for (const { trial, distances } of results) addCredits(credits, widest, trials[trial]!.truth, distances)
  return ways.map((way) => ({ way, ...summarise(credits[way]!, results.length, way) }))
}

/**
 * Adds a trial's credit at each way to the sums. Walks the trial once: with every further class the truth either stays
 * ahead, shares the lead with one more, or has lost for good. As `judge` does it, NaN never wins.
 */
function addCredits(credits: Float64Array, way: number, truth: number, distances: ArrayLike<number>): void {
  const own = distances[truth]!
  if (Number.isNaN(own)) return
  let tied = 1
  let reached = 1
  for (let at = 0; at < way; at++) {
    if (at === truth) continue
    const other = distances[at]!
    if (other < own) return
    if (own === other) tied++
    credits[++reached]! += 1 / tied
  }
}

function summarise(successes: number, trials: number, way: number): Omit<WayAccuracy, 'way'> {
  // A sum of thirds may end a hair above the number of trials.
  const sum = Math.min(trials, successes)
  return { accuracy: sum / trials, interval: wilsonInterval(sum, trials), chance: chanceOf(way), trials }
}

/** A draw of trials for a curve. */
export interface DrawOptions extends Omit<ProtocolOptions, 'way' | 'name'> {
  /** What the classes are called in the name of the draw: `test classes`. */
  readonly which: string
  /** Widest way of each pool of classes, where it is known already: see `widestWays`. */
  readonly widest?: readonly number[]
}

export interface CurveOptions extends DrawOptions {
  /** Row i is picture i; rows of the classes must be there. */
  readonly codes: Codes
  readonly score: PairScore
}

/** Most classes a trial may have, at most 50, for each group where trials stay within one, else for all classes together. */
export function widestWays(options: Omit<ProtocolOptions, 'way' | 'trials' | 'name'>): number[] {
  return poolsOf(options.dataset, options.classes, options.withinGroup).map(({ classes }) =>
    classes.length < 2 ? 0 : largestWay({ ...options, classes }, WIDEST),
  )
}

/** What is drawn from each pool of classes, as wide as it allows. @throws UserError `protocol/…` when not even two can meet */
function partsOf(options: DrawOptions): ProtocolOptions[] {
  const pools = poolsOf(options.dataset, options.classes, options.withinGroup)
  const widest = options.widest ?? widestWays(options)
  const used = pools.flatMap((pool, i) => ((widest[i] ?? 0) >= 2 ? [{ classes: pool.classes, way: widest[i]! }] : []))
  // Refuses with the reason, which is the same for a trial of two classes.
  if (used.length === 0) makeProtocol({ ...options, way: 2 })
  return used.flatMap(({ classes, way }, i) => {
    // Every group gets its share, the first ones one more where it does not come out even.
    const share = Math.floor(options.trials / used.length) + (i < options.trials % used.length ? 1 : 0)
    return share === 0 ? [] : [{ ...options, classes, way, trials: share }]
  })
}

/** The trials that `accuracyCurve` draws, a list for each pool of classes. @throws UserError as it does */
export function curveTrials(options: DrawOptions): Protocol[] {
  return partsOf(options).map((part) => makeProtocol(part))
}

/** Sums up the credits at each way, and how many trials have as many classes. */
class Tally {
  private readonly sums: Float64Array
  private readonly counts: Float64Array

  constructor(parts: readonly Pick<Protocol, 'way'>[]) {
    const way = Math.max(...parts.map((part) => part.way))
    this.sums = new Float64Array(way + 1)
    this.counts = new Float64Array(way + 1)
  }

  add(way: number, truth: number, distances: ArrayLike<number>): void {
    addCredits(this.sums, way, truth, distances)
    for (let n = 2; n <= way; n++) this.counts[n]!++
  }

  points(): WayAccuracy[] {
    const reached = this.counts.findLastIndex((count) => count > 0)
    return Array.from({ length: Math.max(0, reached - 1) }, (_, i) => {
      const n = i + 2
      return { way: n, ...summarise(this.sums[n]!, this.counts[n]!, n) }
    })
  }
}

/**
 * The accuracy at every way from 2 up, of whatever answered the trials of a curve.
 * @param results of each of the lists of `curveTrials`, in its order
 */
export function pointsOf(protocols: readonly Protocol[], results: readonly (readonly TrialResult[])[]): WayAccuracy[] {
  const tally = new Tally(protocols)
  for (const [i, { way, trials }] of protocols.entries()) {
    for (const { trial, distances } of results[i]!) tally.add(way, trials[trial]!.truth, distances)
  }
  return tally.points()
}

/**
 * Draws trials as wide as the classes allow, up to 50 ways, and gives the accuracy at every way from 2 up. Where trials stay
 * within a group, each group's are as wide as the group; a way stands on the trials that have as many classes, and says how
 * many those are.
 *
 * @throws UserError `protocol/…` when not even two classes can meet
 */
export function accuracyCurve(options: CurveOptions): AccuracyCurve {
  const { dataset, shot, seed, trials, withinGroup, acrossDrawer, codes, score } = options
  const parts = partsOf(options)
  const tally = new Tally(parts)
  const hash = new TrialsHash(dataset)
  const ways = new WayDistances(dataset, codes, score)
  for (const part of parts) {
    const drawn = drawTrials(part)
    for (const trial of drawn) hash.add(trial, shot)
    ways.forEach(drawn, part.way, shot, ({ truth }, distances) => tally.add(part.way, truth, distances))
  }
  const points = tally.points()
  const way = points.at(-1)?.way ?? 1
  return {
    protocol: { name: nameOf(options, way), hash: hash.end() },
    ...{ way, shot, trials, seed, withinGroup, acrossDrawer, points },
  }
}

function nameOf({ shot, which, withinGroup, acrossDrawer, trials, seed }: DrawOptions, way: number): string {
  const parts = [`2- to ${way}-way ${shot}-shot`, which]
  if (withinGroup) parts.push('within group')
  if (acrossDrawer) parts.push('across drawers')
  return [...parts, `${trials} trials`, `seed ${seed}`].join(', ')
}
