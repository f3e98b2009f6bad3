/** Trials that stand or fall together. */
import type { ClusteredInterval, Protocol } from '../../shared/evaluation.ts'
import { bootstrapMean } from '../../shared/paired.ts'

/**
 * For each trial the number of its support set, counted in order of appearance: trials with the same supports (in any order)
 * have the same number, as the 20 of each run of Lake et al. (2015) and of each block of Koch et al. (2015).
 */
export function supportSets({ trials }: Pick<Protocol, 'trials'>): number[] {
  const numbers = new Map<string, number>()
  return trials.map(({ supports }) => {
    const set = supports
      .flat()
      .sort((a, b) => a - b)
      .join()
    const number = numbers.get(set) ?? numbers.size
    numbers.set(set, number)
    return number
  })
}

/**
 * Bootstrap interval of the accuracy that draws whole support sets (see `bootstrapMean`), where trials share them.
 * @param credits of the trials, in the protocol's order
 * @returns undefined where sets hold less than two trials on average, or where there is only one: it tells nothing of others
 */
export function clusteredInterval(
  protocol: Pick<Protocol, 'trials'>,
  credits: readonly number[],
): ClusteredInterval | undefined {
  const sets = supportSets(protocol)
  const clusters = new Set(sets).size
  if (clusters < 2 || clusters * 2 > sets.length) return undefined
  return { interval: bootstrapMean(credits, { clusters: sets }), clusters }
}
