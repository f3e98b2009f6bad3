import type { PairScore } from '../../shared/evaluation.ts'
import type { Recipe } from '../../shared/recipe.ts'
import type { DeviceName, HostTensorMap } from '../engine/index.ts'
import { floatTensor } from '../engine/index.ts'
import { applyWhitening } from '../model/whitening/index.ts'
import type { Whitening } from '../model/whitening/index.ts'
import type { Embedder, EmbedOptions, PictureReader } from './embedder.ts'
import { FrozenFeatures } from './frozen-features.ts'

/** The head as tensors for a checkpoint. */
export function stateOfWhitening({ size, mean, matrix, shrinkage }: Whitening): HostTensorMap {
  return {
    'whitening/mean': floatTensor([size], mean),
    'whitening/matrix': floatTensor([size, size], matrix),
    'whitening/shrinkage': floatTensor([], Float32Array.of(shrinkage)),
  }
}

/** @throws Error when the state is of another head or another frozen network */
export function whiteningOfState(state: HostTensorMap, size: number): Whitening {
  const read = (name: string, length: number): Float32Array => {
    const data = state[`whitening/${name}`]?.data
    if (!(data instanceof Float32Array) || data.length !== length) throw new Error(`the state has no fitting '${name}'`)
    return data
  }
  const shrinkage = read('shrinkage', 1)[0] ?? 0
  return { size, mean: read('mean', size), matrix: read('matrix', size * size), shrinkage }
}

/** A frozen network and a fitted head; without a head the features themselves are the codes. */
export class BackboneEmbedder implements Embedder {
  readonly size: number
  readonly score: PairScore = { kind: 'cosine' }
  private readonly features: FrozenFeatures
  private head: Whitening | undefined

  constructor(features: FrozenFeatures) {
    this.features = features
    this.size = features.size
  }

  /** @throws UserError `engine/…` or `recipe/input` */
  static async create(
    recipe: Recipe,
    device: DeviceName,
    cacheDir?: string,
    keepFeatures?: boolean,
  ): Promise<BackboneEmbedder> {
    return new BackboneEmbedder(await FrozenFeatures.open(recipe, device, cacheDir, keepFeatures))
  }

  setState(state: HostTensorMap): void {
    this.head = whiteningOfState(state, this.size)
  }

  /** Views are left out: the mirror image is in the features already. */
  async embed(pictures: PictureReader, indices: readonly number[], options: EmbedOptions = {}): Promise<Float32Array> {
    const rows = await this.features.extract(pictures, indices, (done, total) => {
      options.onProgress?.(done, total)
      return true
    })
    return this.head ? applyWhitening(this.head, rows) : rows
  }

  async dispose(): Promise<void> {
    await this.features.dispose()
  }
}
