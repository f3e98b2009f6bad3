/** A map of embeddings as data, on both sides of a border, and as a table. */
import { csvCell } from './csv.ts'
import type { SplitPart } from './split.ts'

export const MAP_METHODS = ['umap', 'pca'] as const
export type MapMethod = (typeof MAP_METHODS)[number]

/** Most pictures of a map: more are drawn by lot down to these, since every pair of them is measured. */
export const MOST_MAP_PICTURES = 20_000

/** How a map is made. The last three are for UMAP only. */
export interface MapOptions {
  readonly method: MapMethod
  /** Neighbours each picture holds, itself included, 2..200: few show detail, many the large picture. */
  readonly neighbours: number
  /** How close points may come, 0..1. */
  readonly minDistance: number
  readonly seed: number
}

/** What a map is made with where nobody says otherwise: UMAP's own defaults. */
export const MAP_DEFAULTS: MapOptions = { method: 'umap', neighbours: 15, minDistance: 0.1, seed: 1 }

export interface MapClass {
  /** `group/class`, or `class`. */
  readonly name: string
  readonly group: string | null
  readonly part: SplitPart
}

/** A row of the table. */
export interface MapRow {
  readonly path: string
  readonly class: MapClass
  readonly x: number
  readonly y: number
}

/** Path, class, group, part of the split and place of every picture, as CSV. */
export function mapCsv(rows: readonly MapRow[]): string {
  const lines = rows.map(({ path, class: { name, group, part }, x, y }) =>
    [csvCell(path), csvCell(name), csvCell(group ?? ''), part, x, y].join(','),
  )
  return `${['path,class,group,part,x,y', ...lines].join('\n')}\n`
}
