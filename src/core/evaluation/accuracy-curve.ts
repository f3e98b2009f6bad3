/** Accuracy against the number of ways, from one scoring of the widest trials. */
import type { Accuracy, Protocol, TrialResult } from '../../shared/evaluation.ts'
import { judge, summarise } from './trials.ts'

export interface WayAccuracy extends Accuracy {
  readonly way: number
}

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
  return ways.map((way) => {
    if (!(way >= 2 && way <= protocol.way)) throw new RangeError(`${way} is not a way from 2 to ${protocol.way}`)
    const narrowed = results.map(({ trial, distances }) => {
      const { truth } = protocol.trials[trial]!
      const kept = [distances[truth]!]
      for (let at = 0; kept.length < way; at++) if (at !== truth) kept.push(distances[at]!)
      return judge(trial, kept, 0)
    })
    return { way, ...summarise(narrowed, way) }
  })
}

/** Ways worth plotting up to `largest`: close together where the curve bends. */
export function waysUpTo(largest: number): number[] {
  const standard = [2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 35, 40, 45, 50]
  const ways = standard.filter((way) => way <= largest)
  return largest < 2 || ways.includes(Math.min(largest, 50)) ? ways : [...ways, Math.min(largest, 50)]
}
