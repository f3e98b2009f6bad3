/** Maps that were made before: coming back to one is instant. */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { cacheFolder, sha256 } from '../../dataset/cache-folder.ts'
import { readJson, writeJson } from '../../runs/index.ts'
import type { MapOptions } from '../../../shared/code-map.ts'
import type { CodeMap } from './make-map.ts'

const FOLDER = 'maps'
/** Raised when the same options would give another map. */
const VERSION = 1

const share = z.number().min(0).max(1)
const mapSchema = z.object({
  points: z.array(z.number()).transform((points) => Float32Array.from(points)),
  metric: z.enum(['cosine', 'euclidean']),
  head: z.enum(['cosine', 'euclidean', 'l1', 'subtract']),
  shares: z.tuple([share, share]).nullable(),
  reduced: z.object({ components: z.number(), share }).nullable(),
})

/** @param hash of the pictures and the network's state, see `MapPictures` */
function fileOf(hash: string, { method, ...umap }: MapOptions, cacheDir = cacheFolder()): string {
  const key = sha256(JSON.stringify({ version: VERSION, hash, method, umap: method === 'umap' ? umap : null }))
  return path.join(cacheDir, FOLDER, `${key}.json`)
}

/** @param count of its pictures */
export async function findMap(
  hash: string,
  options: MapOptions,
  count: number,
  cacheDir?: string,
): Promise<CodeMap | undefined> {
  const map = await readJson(fileOf(hash, options, cacheDir), mapSchema).catch(() => undefined)
  return map?.points.length === count * 2 ? map : undefined
}

/** A full disk costs time the next time, not this map. */
export async function keepMap(hash: string, options: MapOptions, map: CodeMap, cacheDir?: string): Promise<void> {
  const file = fileOf(hash, options, cacheDir)
  try {
    await mkdir(path.dirname(file), { recursive: true })
    await writeJson(file, { ...map, points: [...map.points] })
  } catch {
    // It is made again, then.
  }
}
