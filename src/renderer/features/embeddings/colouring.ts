/** By what points are coloured, and what the legend says of it. */
import type { EmbeddingMap } from '../../../shared/contract/embeddings.ts'
import { SPLIT_PARTS } from '../../../shared/split.ts'
import type { SplitPart } from '../../../shared/split.ts'
import { markOf } from './marks.ts'
import type { Mark } from './marks.ts'

export const COLOUR_BY = ['class', 'group', 'part'] as const
export type ColourBy = (typeof COLOUR_BY)[number]

export interface LegendEntry {
  readonly key: string
  readonly label: string
  readonly mark: Mark
  /** Points of the map. */
  readonly points: readonly number[]
}

export interface Colouring {
  readonly by: ColourBy
  readonly entries: readonly LegendEntry[]
  /** Place in `entries` of each point. */
  readonly entryOf: Uint16Array
}

/** @param words for the parts of the split, and for pictures in no group */
export function colour(
  { classes, classOf }: Pick<EmbeddingMap, 'classes' | 'classOf'>,
  by: ColourBy,
  words: Readonly<Record<SplitPart, string>> & { readonly noGroup: string },
): Colouring {
  const keyOf = classes.map(({ name, group, part }) => (by === 'class' ? name : by === 'group' ? (group ?? '') : part))
  // The parts always have the same signs, whichever of them are shown.
  const keys = by === 'part' ? [...SPLIT_PARTS] : [...new Set(keyOf)]
  const points = new Map(keys.map((key) => [key, [] as number[]]))
  classOf.forEach((index, point) => points.get(keyOf[index]!)!.push(point))
  const all = keys.map((key, i) => {
    const label = by === 'part' ? words[key as SplitPart] : key === '' ? words.noGroup : key
    return { key, label, mark: markOf(i), points: points.get(key)! }
  })
  const entries = all.filter((entry) => entry.points.length > 0)
  const places = new Map(entries.map(({ key }, i) => [key, i]))
  return { by, entries, entryOf: Uint16Array.from(classOf, (index) => places.get(keyOf[index]!)!) }
}
