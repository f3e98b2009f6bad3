/** From kept codes to places on a map. */
import { nearestRows } from '../../projection/nearest.ts'
import { principalComponents } from '../../projection/pca.ts'
import { codeRows, mapMetric } from '../../projection/rows.ts'
import type { CodeRows, MapMetric } from '../../projection/rows.ts'
import { umap } from '../../projection/umap/index.ts'
import type { PairScore } from '../../../shared/evaluation.ts'
import type { MapOptions } from '../../../shared/code-map.ts'
import type { MapCodes } from './kept-codes.ts'

/**
 * Products of two numbers that finding exact neighbours may take; beyond, codes are shortened first. That has its price too:
 * 50 components of 1,280 numbers take 18 s of a core, as long as exact neighbours of 10,000 such codes and a third of what
 * those of 20,000 take.
 */
const MOST_PRODUCTS = 1e11
/** Components that stand for codes too long for that. */
const COMPONENTS = 50

export type MapStage = 'components' | 'neighbours' | 'layout'

export interface CodeMap {
  /** x and y of each picture, [count, 2]. */
  readonly points: Float32Array
  /** How far codes are from each other, for the map. */
  readonly metric: MapMetric
  readonly head: PairScore['kind']
  /** Share of the variance that each axis of a PCA holds; null for UMAP, whose axes mean nothing. */
  readonly shares: readonly [number, number] | null
  /** Principal components whose distances stood for those of the codes, and their share of the variance; null where none did. */
  readonly reduced: { readonly components: number; readonly share: number } | null
}

export interface MakeMapOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (stage: MapStage, done: number, total: number) => void
}

/** The same codes and options give the same map, to the bit on one kind of processor. */
export async function makeMap(
  { codes, score }: MapCodes,
  options: MapOptions,
  watched: MakeMapOptions = {},
): Promise<CodeMap> {
  const { signal, onProgress } = watched
  const at = (stage: MapStage) => ({
    ...(signal ? { signal } : {}),
    onProgress: (done: number, total: number) => onProgress?.(stage, done, total),
  })
  const pictures = Array.from({ length: codes.count }, (_, i) => i)
  const rows = codeRows(codes, pictures, score)
  const metric = mapMetric(score)
  const about = { metric, head: score.kind }
  if (options.method === 'pca') {
    const { rows: found, shares } = await principalComponents(rows, 2, at('components'))
    return { ...about, points: pointsOf(found), shares: [shares[0] ?? 0, shares[1] ?? 0], reduced: null }
  }
  const isLong = rows.count ** 2 * rows.size > 2 * MOST_PRODUCTS && rows.size > COMPONENTS
  const { rows: first, shares } = await principalComponents(rows, isLong ? COMPONENTS : 2, at('components'))
  const k = Math.min(options.neighbours, rows.count) - 1
  const nearest = await nearestRows(isLong ? first : rows, k, metric, at('neighbours'))
  const points = await umap(nearest, pointsOf(first), { ...options, ...at('layout') })
  const share = shares.reduce((sum, each) => sum + each, 0)
  const reduced = isLong ? { components: COMPONENTS, share: Math.min(1, share) } : null
  return { ...about, points: Float32Array.from(points), shares: null, reduced }
}

/** The first two numbers of each row. */
function pointsOf({ data, count, size }: CodeRows): Float32Array {
  return Float32Array.from({ length: count * 2 }, (_, i) => (i % 2 < size ? data[(i >> 1) * size + (i % 2)]! : 0))
}
