/**
 * Codes kept on disk: those of a network in one state, by picture. Beside them lies what compares them, so that trials can
 * be looked at without opening the network.
 */
import { createHash } from 'node:crypto'
import path from 'node:path'
import { z } from 'zod'
import type { PairScore } from '../../shared/evaluation.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { cacheFolder } from '../dataset/cache-folder.ts'
import { DECODER_VERSION } from '../dataset/decode/decode.ts'
import { readJson, writeJson } from '../runs/index.ts'
import { backboneChecksum } from './backbone-checksum.ts'
import type { Embedder, EmbedOptions, PictureReader } from './embedder.ts'
import { FeatureCache } from './feature-cache.ts'

const FOLDER = 'codes'

const neuron = { weight: z.array(z.number()).transform((weight) => Float32Array.from(weight)), bias: z.number() }
const metaSchema = z.object({
  size: z.number().int().min(1),
  score: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('cosine') }),
    z.object({ kind: z.literal('euclidean'), normalise: z.boolean() }),
    z.object({ kind: z.literal('l1'), ...neuron }),
    z.object({ kind: z.literal('subtract'), ...neuron }),
  ]),
})

export interface KeptCodes {
  /** Numbers in a code. */
  readonly size: number
  readonly score: PairScore
  readonly rows: FeatureCache
}

const metaFile = (cacheDir: string, key: string) => path.join(cacheDir, FOLDER, `${key}.json`)

/**
 * What codes depend on besides the picture: of a frozen network its very file, which may be exchanged under its name.
 * @param network what tells one state of a network from another
 * @throws UserError `engine/no-backbone` when a frozen network's file is not there
 */
export async function codesKey(recipe: Recipe, network: string, device: string, views: number): Promise<string> {
  const { input, encoder, head } = recipe
  const file = encoder.kind === 'backbone' ? { file: await backboneChecksum(encoder.model) } : {}
  return createHash('sha256')
    .update(JSON.stringify({ input, encoder, head, network, device, views, decoder: DECODER_VERSION, ...file }))
    .digest('hex')
}

/** Codes of an earlier evaluation, as long as nobody emptied the cache. */
export async function findCodes(key: string, cacheDir = cacheFolder()): Promise<KeptCodes | undefined> {
  const meta = await readJson(metaFile(cacheDir, key), metaSchema).catch(() => undefined)
  return meta && { ...meta, rows: await FeatureCache.open(cacheDir, key, meta.size, FOLDER) }
}

/** An embedder that makes each picture's code once. */
export class KeepingEmbedder implements Embedder {
  private readonly inner: Embedder
  private readonly key: string
  private readonly views: number
  private readonly cacheDir: string
  private rows: FeatureCache | undefined

  /** @param views those the key was made for */
  constructor(inner: Embedder, key: string, views: number, cacheDir = cacheFolder()) {
    this.inner = inner
    this.key = key
    this.views = views
    this.cacheDir = cacheDir
  }

  get size(): number {
    return this.inner.size
  }

  get score(): PairScore {
    return this.inner.score
  }

  async embed(pictures: PictureReader, indices: readonly number[], options: EmbedOptions = {}): Promise<Float32Array> {
    const kept = await this.open()
    const { size } = this
    const known = indices.map((index) => {
      const hash = pictures.hash?.(index)
      return hash === undefined ? undefined : kept.get(hash)
    })
    const missing = indices.filter((_, row) => known[row] === undefined)
    const before = indices.length - missing.length
    const made =
      missing.length === 0
        ? new Float32Array(0)
        : await this.inner.embed(pictures, missing, {
            views: this.views,
            onProgress: (done) => options.onProgress?.(before + done, indices.length),
          })
    const rows = new Float32Array(indices.length * size)
    const fresh: { hash: string; features: Float32Array }[] = []
    let next = 0
    indices.forEach((index, row) => {
      const own = known[row] ?? made.slice(next * size, ++next * size)
      rows.set(own, row * size)
      const hash = pictures.hash?.(index)
      if (known[row] === undefined && hash !== undefined) fresh.push({ hash, features: own })
    })
    // A full disk costs time the next time, not this result.
    if (fresh.length > 0) await kept.add(fresh).catch(() => undefined)
    return rows
  }

  async dispose(): Promise<void> {
    await this.inner.dispose()
  }

  private async open(): Promise<FeatureCache> {
    if (this.rows) return this.rows
    this.rows = await FeatureCache.open(this.cacheDir, this.key, this.size, FOLDER)
    const { score } = this
    const told = 'weight' in score ? { ...score, weight: [...score.weight] } : score
    await writeJson(metaFile(this.cacheDir, this.key), { size: this.size, score: told }).catch(() => undefined)
    return this.rows
  }
}
