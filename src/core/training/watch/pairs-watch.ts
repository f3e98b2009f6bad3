/** Shows what the network is fed: pairs of the present batch, as changed by the augmentation, and how far apart they are. */
import type { DatasetInfo } from '../../../shared/dataset.ts'
import type { Pixels } from '../../../shared/pixels.ts'
import { membersOf, type LossSpec, type Recipe } from '../../../shared/recipe.ts'
import type { TrainingEvent, WatchedPair } from '../../../shared/training.ts'
import type { Executable, HostTensorMap } from '../../engine/index.ts'
import { rowDistance } from '../../evaluation/index.ts'
import { finite } from '../../runs/index.ts'
import type { NetworkEmbedder } from '../../trained/network-embedder.ts'
import type { TrainingControl } from '../loop/control.ts'
import type { BatchWatch } from '../loop/loop-options.ts'
import type { Batch } from '../pipeline/index.ts'
import { createSampler } from '../sampling/sampler.ts'
import type { Sampler } from '../sampling/sampler.ts'
import { choosePairs } from './choose-pairs.ts'
import type { BatchPair } from './choose-pairs.ts'

/** Pairs of either kind. */
const EACH = 4
/** Milliseconds between two looks, at least. */
const EVERY = 2000
/** A look may take no more than this share of the training's time. */
const LARGEST_SHARE = 0.005

export interface PairsWatchOptions {
  readonly recipe: Recipe
  readonly dataset: DatasetInfo
  /** Picture indices of each training class, as the batches are drawn from. */
  readonly classes: readonly (readonly number[])[]
  readonly control: TrainingControl
  /** Gives codes where the training program does not say how far apart its pairs are. Asked for once. */
  readonly encoder: () => Promise<NetworkEmbedder>
  readonly onEvent: (event: TrainingEvent) => void
}

/** The loss of one pair, where the loss is one on pairs. */
export function pairLoss(loss: LossSpec, same: boolean, distance: number): number | null {
  if (loss.kind === 'bce') return finite(-Math.log(Math.max(1e-7, same ? 1 - distance : distance)))
  if (loss.kind === 'contrastive') return finite((same ? distance : Math.max(0, loss.margin - distance)) ** 2 / 2)
  return null
}

export class PairsWatch implements BatchWatch {
  private readonly options: PairsWatchOptions
  private sampler: Sampler | undefined
  private encoder: NetworkEmbedder | undefined
  private restUntil = -Infinity

  constructor(options: PairsWatchOptions) {
    this.options = options
  }

  async look(batch: Batch, outputs: HostTensorMap, executable: Executable): Promise<void> {
    const { control, recipe, onEvent } = this.options
    if (!control.isWatched || performance.now() < this.restUntil) return
    // Compiled once for all looks, so it does not count as one.
    const scores = outputs.scores?.data
    if (!scores) this.encoder ??= await this.options.encoder()
    const begin = performance.now()
    const chosen = choosePairs(recipe, batch.labels, EACH)
    const distances = scores
      ? chosen.map(({ pair = 0 }) => scores[pair] ?? NaN)
      : await this.measure(batch, chosen, executable)
    const drawn = this.draw(batch.step)
    const picture = (place: number) => this.pictureOf(batch, drawn, place)
    const pairs = chosen.map(({ same, a, b }, index): WatchedPair => {
      const distance = distances[index] ?? NaN
      const loss = pairLoss(recipe.loss, same, distance)
      return { same, a: picture(a), b: picture(b), distance: finite(distance), loss }
    })
    onEvent({ kind: 'pairs', step: batch.step + 1, pairs })
    // The first look takes several times as long as those after it.
    const isFirst = this.restUntil === -Infinity
    const rest = isFirst ? 0 : (performance.now() - begin) / LARGEST_SHARE
    this.restUntil = begin + Math.max(EVERY, rest)
  }

  private async measure(batch: Batch, chosen: readonly BatchPair[], executable: Executable): Promise<number[]> {
    const { encoder } = this
    if (!encoder) return []
    const places = chosen.flatMap(({ a, b }) => [a, b])
    const length = batch.images.length / batch.count
    const images = new Float32Array(places.length * length)
    places.forEach((place, row) =>
      images.set(batch.images.subarray(place * length, (place + 1) * length), row * length),
    )
    await encoder.setState(await executable.readState(encoder.stateNames))
    const codes = { data: await encoder.encode(images, places.length), count: places.length, size: encoder.size }
    const distance = rowDistance(codes, encoder.score)
    return chosen.map((_, row) => distance(2 * row, [2 * row + 1]))
  }

  /** Which pictures are in the batch: it is drawn again, as its maker drew it. */
  private draw(step: number): Int32Array {
    const { sampler, seed, augment, encoder } = this.options.recipe
    const { classes } = this.options
    this.sampler ??= createSampler(sampler, classes, seed, augment.rotationsAsClasses, membersOf(encoder))
    return this.sampler.batch(step).pictures
  }

  private pictureOf({ images, count }: Batch, drawn: Int32Array, place: number): WatchedPair['a'] {
    const { dataset, recipe } = this.options
    const { width, height, channels, invert } = recipe.input
    const length = images.length / count
    const values = images.subarray(place * length, (place + 1) * length)
    const data = Uint8Array.from(values, (value) => Math.round(255 * (invert ? 1 - value : value)))
    const pixels: Pixels = { width, height, channels, data }
    const index = drawn[place] ?? 0
    const className = dataset.classes[dataset.pictures[index]?.classIndex ?? -1]?.name ?? ''
    return { index, className, pixels }
  }
}
