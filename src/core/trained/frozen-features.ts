/** Features of pictures from a frozen network, kept by picture so that they are made once. */
import { createHash } from 'node:crypto'
import { UserError } from '../../shared/errors.ts'
import type { EncoderSpec, Recipe } from '../../shared/recipe.ts'
import { cacheFolder } from '../dataset/cache-folder.ts'
import { DECODER_VERSION } from '../dataset/decode/decode.ts'
import { loadBackbone } from '../engine/index.ts'
import type { Backbone, DeviceName } from '../engine/index.ts'
import { signedSquareRoot } from '../model/whitening/index.ts'
import { backboneChecksum } from './backbone-checksum.ts'
import type { PictureReader } from './embedder.ts'
import { FeatureCache } from './feature-cache.ts'
import { mirrored } from './mirror.ts'

export type BackboneSpec = Extract<EncoderSpec, { kind: 'backbone' }>

/** Pictures fed at once. */
const AT_ONCE = 16

/** @throws UserError `recipe/input` naming the field when the recipe's pictures are not what the network takes */
function checkInput({ input }: Recipe, { inputSize, path }: Backbone): void {
  const wanted = { width: inputSize, height: inputSize, channels: 3 }
  for (const field of ['width', 'height', 'channels'] as const) {
    if (input[field] === wanted[field]) continue
    throw new UserError('recipe/input', `input.${field} is ${input[field]}, but ${path} takes ${wanted[field]}.`, {
      subject: `input.${field}`,
      values: { value: String(input[field]), wanted: String(wanted[field]) },
      next: `Set it with --set input.${field}=${wanted[field]}.`,
    })
  }
}

/** Features of pictures by a frozen backbone, each computed once and kept. */
export class FrozenFeatures {
  /** Features of a picture. */
  readonly size: number
  private readonly spec: BackboneSpec
  private readonly backbone: Backbone
  private readonly cache: FeatureCache

  private constructor(spec: BackboneSpec, backbone: Backbone, cache: FeatureCache) {
    this.spec = spec
    this.backbone = backbone
    this.cache = cache
    this.size = backbone.features
  }

  /**
   * @param keep whether features are read from the cache and kept in it
   * @throws UserError `engine/…` or `recipe/input`
   */
  static async open(
    recipe: Recipe,
    device: DeviceName,
    cacheDir = cacheFolder(),
    keep = true,
  ): Promise<FrozenFeatures> {
    const spec = recipe.encoder
    if (spec.kind !== 'backbone') throw new Error('the recipe has no frozen network')
    const backbone = await loadBackbone(spec.model, device)
    try {
      checkInput(recipe, backbone)
      if (!keep) return new FrozenFeatures(spec, backbone, FeatureCache.forgetful())
      const { width, height, fit } = recipe.input
      const key = createHash('sha256')
        .update(await backboneChecksum(backbone.path))
        .update(JSON.stringify({ width, height, fit, mirror: spec.mirror, decoder: DECODER_VERSION }))
        .digest('hex')
      return new FrozenFeatures(spec, backbone, await FeatureCache.open(cacheDir, key, backbone.features))
    } catch (error) {
      await backbone.dispose()
      throw error
    }
  }

  /** Whether the features of every picture are kept already, so that no picture has to be decoded. */
  has(hashes: readonly (string | undefined)[]): boolean {
    return hashes.every((hash) => hash !== undefined && this.cache.get(hash) !== undefined)
  }

  /** How many of these pictures have to be computed yet. */
  missing(hashes: readonly string[]): number {
    return hashes.filter((hash) => this.cache.get(hash) === undefined).length
  }

  /**
   * One row for each index.
   * @param between called between batches; returning false ends early, with the rest of the rows 0
   */
  async extract(
    pictures: PictureReader,
    indices: readonly number[],
    between: (done: number, total: number) => boolean = () => true,
  ): Promise<Float32Array> {
    const rows = new Float32Array(indices.length * this.size)
    const missing: number[] = []
    indices.forEach((index, row) => {
      const hash = pictures.hash?.(index)
      const known = hash === undefined ? undefined : this.cache.get(hash)
      if (known) rows.set(known, row * this.size)
      else missing.push(row)
    })
    for (let start = 0; start < missing.length; start += AT_ONCE) {
      if (!between(indices.length - missing.length + start, indices.length)) return rows
      const part = missing.slice(start, start + AT_ONCE)
      const features = await this.forward(await pictures.read(part.map((row) => indices[row]!)), part.length)
      const entries = part.map((row, at) => {
        const own = features.slice(at * this.size, (at + 1) * this.size)
        rows.set(own, row * this.size)
        return { hash: pictures.hash?.(indices[row]!), features: own }
      })
      await this.cache.add(entries.flatMap(({ hash, features }) => (hash === undefined ? [] : [{ hash, features }])))
    }
    between(indices.length, indices.length)
    return this.spec.squareRoot ? signedSquareRoot(rows) : rows
  }

  async dispose(): Promise<void> {
    await this.backbone.dispose()
  }

  private async forward(pixels: Uint8Array, count: number): Promise<Float32Array> {
    const features = (await this.backbone.extract(pixels, count)).slice()
    if (!this.spec.mirror) return features
    const other = await this.backbone.extract(mirrored(pixels, this.backbone.inputSize, 3), count)
    for (let i = 0; i < features.length; i++) features[i] = (features[i]! + other[i]!) / 2
    return features
  }
}
