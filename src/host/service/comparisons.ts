/** Runs compared with each other. The bootstrap takes a while, so it is not done here. */
import type { Comparison } from '../../shared/contract/comparisons.ts'
import type { RunComparison } from '../../shared/comparison.ts'
import { os } from './procedures.ts'
import type { RunShelf } from './shelves/run-shelf.ts'
import type { Services } from './services.ts'

function copyOf(found: RunComparison): Comparison {
  const run = (each: RunComparison['runs'][number]): Comparison['runs'][number] => {
    return { ...each, interval: [...each.interval] }
  }
  return {
    ...found,
    runs: [run(found.runs[0]), run(found.runs[1])],
    paired: { ...found.paired, interval: [...found.paired.interval] },
    differences: found.differences.map(({ field, values }) => ({ field, values: [...values] })),
    alsoOn: [...found.alsoOn],
  }
}

export function comparisonsProcedures({ lanes }: Services, shelf: RunShelf) {
  return {
    pair: os.comparisons.pair.handler(async ({ input: { first, second, protocol }, signal }) => {
      const call = {
        first: shelf.paths(first).dir,
        second: shelf.paths(second).dir,
        ...(protocol === null ? {} : { protocol }),
      }
      return copyOf(await lanes.pictures.call('compareRuns', call, signal ? { signal } : {}))
    }),
  }
}
