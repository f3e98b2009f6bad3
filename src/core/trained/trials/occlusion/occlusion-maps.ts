/**
 * Occlusion maps of a trial, after Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks" (ECCV 2014): a
 * patch slides over a picture, and each position tells how much the distance of query and supports changes when it is
 * covered. They covered with grey and watched the probability of a class; here it is the picture's own edge or mean colour,
 * and a distance.
 */
import type { PairScore } from '../../../../shared/evaluation.ts'
import { rowDistance } from '../../../evaluation/index.ts'
import type { Embedder, PictureReader } from '../../embedder.ts'
import { covered, coverColour, patchGrid } from './cover.ts'
import type { CoverColour, PixelSize } from './cover.ts'

/** What is known of the trial without its network. */
export interface OcclusionSubject {
  readonly size: PixelSize
  readonly colour: CoverColour
  /** Codes of the query (row 0) and of all supports, [rows, numbers in a code]. */
  readonly codes: Float32Array
  readonly codeSize: number
  readonly score: PairScore
  /** Rows of the supports of each way. */
  readonly ways: readonly (readonly number[])[]
  /** Which way is right, and the nearest of the others. */
  readonly truth: number
  readonly rival: number
  /** Uint8 [height, width, channels]: the query, and of both ways the support that is covered. */
  readonly pixels: Readonly<Record<'query' | 'truth' | 'rival', Uint8Array<ArrayBuffer>>>
  /** Which of a way's supports is covered; the others stay as they are. */
  readonly support: number
}

export interface OcclusionGrid {
  /** Positions along each side. */
  readonly cells: number
  /** Side of a patch in cells: neighbouring patches overlap. */
  readonly span: number
}

/** Grids by name: half a second or some seconds for a small network. */
export const OCCLUSION_GRIDS = {
  coarse: { cells: 7, span: 2 },
  fine: { cells: 14, span: 3 },
} as const satisfies Record<string, OcclusionGrid>
export type OcclusionGridName = keyof typeof OCCLUSION_GRIDS

/** Row by row; NaN where the network has not been asked yet. */
export interface OcclusionMaps {
  readonly cells: number
  /** Side of a patch as a share of the picture's. */
  readonly patch: number
  /** Change of a distance with that position covered, above 0 farther apart. */
  readonly query: { readonly toTruth: Float32Array<ArrayBuffer>; readonly toRival: Float32Array<ArrayBuffer> }
  readonly truth: Float32Array<ArrayBuffer>
  readonly rival: Float32Array<ArrayBuffer>
  /** The nearest way with that position covered; -1 where not asked yet, or where no distance is a number. */
  readonly nearest: { readonly query: number[]; readonly truth: number[]; readonly rival: number[] }
}

export interface OcclusionOptions {
  readonly grid: OcclusionGrid
  /** Views of each copy, as the codes were made. */
  readonly views: number
  /** Copies embedded at once. */
  readonly atOnce: number
  readonly signal?: AbortSignal
  /** Called between batches with what is known so far. */
  readonly onProgress?: (done: number, total: number, maps: OcclusionMaps) => void
}

type Which = 'query' | 'truth' | 'rival'

interface Copy {
  readonly which: Which
  readonly cell: number
  readonly pixels: Uint8Array
}

/** Which way is nearest: the first of equals. */
function nearestOf(distances: readonly number[]): number {
  let best = -1
  distances.forEach((distance, way) => {
    if (!Number.isNaN(distance) && (best < 0 || distance < distances[best]!)) best = way
  })
  return best
}

function emptyMaps({ cells, span }: OcclusionGrid): OcclusionMaps {
  const unknown = () => new Float32Array(cells * cells).fill(NaN)
  const none = () => Array<number>(cells * cells).fill(-1)
  return {
    cells,
    patch: span / cells,
    query: { toTruth: unknown(), toRival: unknown() },
    truth: unknown(),
    rival: unknown(),
    nearest: { query: none(), truth: none(), rival: none() },
  }
}

/**
 * The maps of a trial. Copies that are equal to their picture cost nothing: their change is 0. The query goes first.
 * @param embedder the network that made the codes
 * @throws UserError as the embedder; the signal's reason when it fires
 */
export async function occlusionMaps(
  embedder: Embedder,
  subject: OcclusionSubject,
  { grid, views, atOnce, signal, onProgress }: OcclusionOptions,
): Promise<OcclusionMaps> {
  const { size, codes, codeSize, score, ways, truth, rival, pixels, support } = subject
  const maps = emptyMaps(grid)
  const rows = codes.length / codeSize
  const distanceOf = (all: Float32Array) =>
    rowDistance({ data: all, count: all.length / codeSize, size: codeSize }, score)
  const original = distanceOf(codes)
  const before = ways.map((supports) => original(0, supports))

  function put(which: Which, cell: number, distances: readonly number[]): void {
    const changeOf = (way: number) => distances[way]! - before[way]!
    if (which === 'query') {
      maps.query.toTruth[cell] = changeOf(truth)
      maps.query.toRival[cell] = changeOf(rival)
    } else maps[which][cell] = changeOf(which === 'truth' ? truth : rival)
    maps.nearest[which][cell] = nearestOf(distances)
  }

  const copies: Copy[] = []
  const patches = patchGrid(size, grid.cells, grid.span)
  for (const which of ['query', 'truth', 'rival'] as const) {
    const colour = coverColour(pixels[which], size, subject.colour)
    for (const [cell, patch] of patches.entries()) {
      const copy = covered(pixels[which], size, patch, colour)
      if (copy) copies.push({ which, cell, pixels: copy })
      else put(which, cell, before)
    }
  }

  const length = size.width * size.height * size.channels
  const reader: PictureReader = {
    read(indices) {
      const out = new Uint8Array(indices.length * length)
      indices.forEach((index, row) => out.set(copies[index]!.pixels, row * length))
      return out
    },
  }
  onProgress?.(0, copies.length, maps)
  for (let start = 0; start < copies.length; start += atOnce) {
    signal?.throwIfAborted()
    const part = copies.slice(start, start + atOnce)
    const made = await embedder.embed(
      reader,
      part.map((_, at) => start + at),
      { views, onProgress: () => signal?.throwIfAborted() },
    )
    signal?.throwIfAborted()
    const all = new Float32Array(codes.length + made.length)
    all.set(codes)
    all.set(made, codes.length)
    const distance = distanceOf(all)
    for (const [at, { which, cell }] of part.entries()) {
      const own = rows + at
      if (which === 'query') {
        const distances = ways.map((supports) => distance(own, supports))
        put(which, cell, distances)
        continue
      }
      const way = which === 'truth' ? truth : rival
      const supports = ways[way]!.map((row, place) => (place === support ? own : row))
      put(which, cell, before.with(way, distance(0, supports)))
    }
    onProgress?.(start + part.length, copies.length, maps)
  }
  return maps
}
