/** What a page is told of a data set: enough to show it, a small part of what the scan knows. */
import path from 'node:path'
import type { DatasetSummary } from '../../shared/contract/datasets.ts'
import type { DatasetInfo } from '../../shared/dataset.ts'
import { chooseRecipe } from '../../core/training/recipes/index.ts'

/** Pictures of a class that a card can show. */
const SAMPLE = 6
/** Problems and sets of duplicates told one by one. */
const MOST_TOLD = 300
/** Copies named of one picture. */
const MOST_COPIES = 20

function rangeOf(values: Iterable<number>): [number, number] {
  let low = Infinity
  let high = 0
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return [Math.min(low, high), high]
}

/** Indices spread over the class, so that pictures of one drawer in a row do not fill the card. */
function sampleOf(pictures: readonly number[]): number[] {
  const count = Math.min(SAMPLE, pictures.length)
  return Array.from({ length: count }, (_, i) => pictures[Math.floor((i * pictures.length) / count)] as number)
}

function groupsOf({ groups, classes }: DatasetInfo): DatasetSummary['groups'] {
  const found = new Map(groups.map((name) => [name, { name, classes: 0, pictures: 0 }]))
  for (const { group, pictures } of classes) {
    const entry = group === undefined ? undefined : found.get(group)
    if (!entry) continue
    entry.classes += 1
    entry.pictures += pictures.length
  }
  return [...found.values()]
}

export function summarise(id: string, info: DatasetInfo): DatasetSummary {
  const { root, kind, hash, levels, colour, drawerPattern, pictures, classes, problems, duplicates } = info
  const drawers = new Set(pictures.map(({ drawer }) => drawer))
  drawers.delete(undefined)
  const choice = chooseRecipe(info)
  return {
    id,
    root,
    name: path.basename(root),
    kind,
    hash,
    levels,
    colour,
    drawerPattern: drawerPattern ?? null,
    drawers: drawers.size,
    pictures: pictures.length,
    width: rangeOf(pictures.map(({ width }) => width)),
    height: rangeOf(pictures.map(({ height }) => height)),
    groups: groupsOf(info),
    classes: classes.map(({ name, group, pictures: own }) => ({
      name,
      group: group ?? null,
      pictures: own.length,
      sample: sampleOf(own),
    })),
    // What loses a file comes before what is only odd.
    problems: [...problems].sort((a, b) => Number(b.leftOut) - Number(a.leftOut)).slice(0, MOST_TOLD),
    problemCount: problems.length,
    leftOut: problems.filter(({ leftOut }) => leftOut).length,
    duplicates: duplicates.slice(0, MOST_TOLD).map(({ pictures: same, acrossClasses }) => {
      const told = same.slice(0, MOST_COPIES)
      return { paths: told.map((index) => pictures[index]?.path ?? ''), pictures: told, acrossClasses }
    }),
    duplicateCount: duplicates.length,
    suggestion: { recipe: choice.name, why: choice.reason },
  }
}
