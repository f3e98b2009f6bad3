/** Which classes are taken for which, over all trials of an evaluation. */
import type { Protocol, TrialResult } from '../../shared/evaluation.ts'

/** How often one class's queries were answered with another class. */
export interface ConfusionCell {
  /** Class indices. */
  readonly truth: number
  readonly chosen: number
  readonly count: number
  /** Trials in which `chosen` stood beside the truth as a support: what the count could have been. */
  readonly offered: number
  /** Places of the wrong trials in the protocol. */
  readonly trials: readonly number[]
}

export interface Confusion {
  /** Classes that were ever confused, those that go together side by side. */
  readonly classes: readonly number[]
  /** Wrong answers only, most frequent first. */
  readonly cells: readonly ConfusionCell[]
}

/**
 * Counts wrong answers by class. A tie that includes the truth is counted for the class it was tied with.
 * @param classOf class index of a picture
 */
export function confusionOf(
  protocol: Protocol,
  results: readonly TrialResult[],
  classOf: (picture: number) => number,
): Confusion {
  const cells = new Map<string, { truth: number; chosen: number; trials: number[] }>()
  const offers = new Map<string, number>()
  for (const { trial, credit, chosen, distances } of results) {
    const { query, supports, truth: truthWay } = protocol.trials[trial]!
    const truth = classOf(query)
    supports.forEach((pictures, way) => {
      if (way === truthWay) return
      const pair = `${truth}>${classOf(pictures[0]!)}`
      offers.set(pair, (offers.get(pair) ?? 0) + 1)
    })
    if (credit === 1) continue
    const best = distances[chosen]
    const way = chosen === truthWay ? distances.findIndex((far, at) => at !== truthWay && far === best) : chosen
    if (way < 0) continue
    const other = classOf(supports[way]![0]!)
    const pair = `${truth}>${other}`
    const cell = cells.get(pair)
    if (cell) cell.trials.push(trial)
    else cells.set(pair, { truth, chosen: other, trials: [trial] })
  }
  const found = [...cells].map(([pair, { truth, chosen, trials }]) => ({
    truth,
    chosen,
    trials,
    count: trials.length,
    offered: offers.get(pair) ?? 0,
  }))
  found.sort((a, b) => b.count - a.count || a.truth - b.truth || a.chosen - b.chosen)
  return { classes: clusteredOrder(found), cells: found }
}

/**
 * An order in which confused classes stand together: chains are joined end to end, most confused pair first (single-link
 * clustering of the symmetric counts), so that blocks show up near the diagonal.
 */
function clusteredOrder(cells: readonly ConfusionCell[]): number[] {
  const weights = new Map<string, { a: number; b: number; count: number }>()
  for (const { truth, chosen, count } of cells) {
    const [a, b] = truth < chosen ? [truth, chosen] : [chosen, truth]
    const known = weights.get(`${a}-${b}`)
    if (known) known.count += count
    else weights.set(`${a}-${b}`, { a, b, count })
  }
  const pairs = [...weights.values()].sort((x, y) => y.count - x.count || x.a - y.a || x.b - y.b)
  const chainOf = new Map<number, number[]>()
  for (const index of cells.flatMap(({ truth, chosen }) => [truth, chosen])) chainOf.set(index, [index])
  for (const { a, b } of pairs) {
    const [left, right] = [chainOf.get(a)!, chainOf.get(b)!]
    if (left === right) continue
    // Turned so that the two classes meet where one of them is an end of its chain.
    if (left[0] === a && left.length > 1) left.reverse()
    if (right[right.length - 1] === b && right.length > 1) right.reverse()
    const joined = [...left, ...right]
    for (const index of joined) chainOf.set(index, joined)
  }
  return [...new Set(chainOf.values())].sort((x, y) => y.length - x.length || x[0]! - y[0]!).flat()
}
