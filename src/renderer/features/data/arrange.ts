import type { DatasetClass } from '../../../shared/contract/datasets.ts'

export const SORTS = ['byName', 'byMost', 'byFewest'] as const
export type ClassSort = (typeof SORTS)[number]

export interface ArrangedClass {
  readonly index: number
  readonly entry: DatasetClass
}

/** The classes whose name holds all the words, in the order asked for. */
export function arrangeClasses(classes: readonly DatasetClass[], search: string, sort: ClassSort): ArrangedClass[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = classes
    .map((entry, index) => ({ index, entry }))
    .filter(({ entry }) => words.every((word) => entry.name.toLowerCase().includes(word)))
  if (sort === 'byMost') found.sort((a, b) => b.entry.pictures - a.entry.pictures)
  if (sort === 'byFewest') found.sort((a, b) => a.entry.pictures - b.entry.pictures)
  return found
}

/** A row of the grid: the name of a group, or classes side by side. */
export type GridRow =
  | { readonly kind: 'group'; readonly name: string; readonly classes: number }
  | { readonly kind: 'classes'; readonly items: readonly ArrangedClass[] }

/** The classes in rows; in order of name a group begins a row and is named above it. */
export function gridRows(shown: readonly ArrangedClass[], columns: number, sort: ClassSort): GridRow[] {
  const isGrouped = sort === 'byName' && shown.some(({ entry }) => entry.group !== null)
  const stretches: ArrangedClass[][] = []
  for (const each of shown) {
    const last = stretches.at(-1)
    if (last && (!isGrouped || last[0]?.entry.group === each.entry.group)) last.push(each)
    else stretches.push([each])
  }
  return stretches.flatMap((stretch) => {
    const name = isGrouped ? (stretch[0]?.entry.group ?? null) : null
    const rows: GridRow[] = name === null ? [] : [{ kind: 'group', name, classes: stretch.length }]
    for (let at = 0; at < stretch.length; at += columns) {
      rows.push({ kind: 'classes', items: stretch.slice(at, at + columns) })
    }
    return rows
  })
}
