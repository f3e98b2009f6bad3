import type { LookAlikes } from '../../shared/contract/datasets.ts'
import type { DatasetInfo } from '../../shared/dataset.ts'
import type { LookAlikeSet } from '../../shared/guard.ts'

/** Sets told one by one, and pictures of each. */
const MOST_TOLD = 300
const MOST_PICTURES = 20

/** What a page is told of them. Sets across classes come first: of the others a page may never hear. */
export function lookAlikesOf({ pictures }: DatasetInfo, sets: readonly LookAlikeSet[]): LookAlikes {
  const sorted = [...sets].sort((a, b) => Number(b.acrossClasses) - Number(a.acrossClasses))
  return {
    sets: sorted.slice(0, MOST_TOLD).map(({ pictures: alike, acrossClasses }) => {
      const told = spread(alike, (index) => pictures[index]?.classIndex ?? 0).slice(0, MOST_PICTURES)
      return {
        paths: told.map((index) => pictures[index]?.path ?? ''),
        pictures: told,
        classes: told.map((index) => pictures[index]?.classIndex ?? 0),
        acrossClasses,
      }
    }),
    count: sets.length,
  }
}

/** The first of every class, then the rest: a large set must not hide that it crosses the split. */
function spread(alike: readonly number[], classOf: (index: number) => number): number[] {
  const seen = new Set<number>()
  const isFirst = alike.map((index) => !seen.has(classOf(index)) && seen.add(classOf(index)) !== undefined)
  return [...alike.filter((_, i) => isFirst[i]), ...alike.filter((_, i) => !isFirst[i])]
}
