import type { PairScore } from '../../shared/evaluation.ts'
import type { Recipe } from '../../shared/recipe.ts'
import type { DeviceName, Executable, HostTensorMap, Program } from '../engine/index.ts'
import { compile, floatTensor } from '../engine/index.ts'
import { pairScore } from '../model/heads/parameters.ts'
import { createNetwork } from '../model/network.ts'
import type { Network } from '../model/network.ts'
import { encodeProgram } from '../model/training-program.ts'
import { averageCodes, prepareBatch, renderView, viewsOf } from '../training/augment/index.ts'
import type { Embedder, EmbedOptions, PictureReader } from './embedder.ts'

/** Numbers and pictures fed at once: enough to keep the processor busy, little enough for large pictures. */
const FED_AT_ONCE = { numbers: 2 ** 18, least: 8, most: 64 }
/** Long lists go in batches of one size, which the engine makes a quicker program for; the last is filled up so far. */
const MOST_FILLED_UP = 1.25

/** What the encoder needs of a state. */
function encoderState({ state }: Program, values: HostTensorMap): HostTensorMap {
  const needed = Object.keys(state).map((name) => {
    const tensor = values[name]
    if (!tensor) throw new Error(`the state has no '${name}'`)
    return [name, tensor] as const
  })
  return Object.fromEntries(needed)
}

/** A network that turns pictures into codes: one whose state changes, or one that is done with training. */
export class NetworkEmbedder implements Embedder {
  readonly size: number
  private readonly recipe: Recipe
  /** Takes any number of pictures. */
  private readonly executable: Executable
  private readonly atOnce: number
  private readonly compileBatch: () => Promise<Executable>
  /** Takes `atOnce` pictures; made when the first long list comes. */
  private batch: Executable | undefined
  private readonly frozen: boolean
  private held: PairScore | undefined

  private constructor(recipe: Recipe, network: Network, executable: Executable, frozen?: HostTensorMap) {
    const { width, height, channels } = recipe.input
    const { numbers, least, most } = FED_AT_ONCE
    this.recipe = recipe
    this.executable = executable
    this.frozen = frozen !== undefined
    this.size = network.codes
    this.atOnce = Math.min(most, Math.max(least, Math.floor(numbers / (width * height * channels))))
    const program = { ...encodeProgram(recipe, network, this.atOnce), batchIsFree: false }
    this.compileBatch = () => compile(program, executable.device as DeviceName, frozen ? { frozen } : {})
  }

  /**
   * A network whose state is set, and set again, so that the validations of a training compile it once.
   * @throws UserError `engine/…` when the device fails
   */
  static async create(recipe: Recipe, device: DeviceName): Promise<NetworkEmbedder> {
    const network = createNetwork(recipe)
    return new NetworkEmbedder(recipe, network, await compile(encodeProgram(recipe, network), device))
  }

  /**
   * A network whose state stays: its weights are constants, which the device lays out once and computes quicker with.
   * @param state of the training program, or at least what the encoder and the head need of it
   * @throws UserError `engine/…` when the device fails
   */
  static async frozen(recipe: Recipe, device: DeviceName, state: HostTensorMap): Promise<NetworkEmbedder> {
    const network = createNetwork(recipe)
    const program = encodeProgram(recipe, network)
    const frozen = encoderState(program, state)
    const executable = await compile(program, device, { frozen })
    const embedder = new NetworkEmbedder(recipe, network, executable, frozen)
    embedder.held = pairScore(recipe, state)
    return embedder
  }

  get score(): PairScore {
    if (!this.held) throw new Error('the network has no state yet')
    return this.held
  }

  /** @param state as for `frozen` @throws Error when the network is frozen */
  async setState(state: HostTensorMap): Promise<void> {
    const values = encoderState(this.executable.program, state)
    await this.executable.writeState(values)
    await this.batch?.writeState(values)
    this.held = pairScore(this.recipe, state)
  }

  async embed(pictures: PictureReader, indices: readonly number[], options: EmbedOptions = {}): Promise<Float32Array> {
    const rows = new Float32Array(indices.length * this.size)
    const parts = Array.from({ length: Math.ceil(indices.length / this.atOnce) }, (_, i) =>
      indices.slice(i * this.atOnce, (i + 1) * this.atOnce),
    )
    const long = parts.length * this.atOnce <= MOST_FILLED_UP * indices.length
    const executable = long ? await this.batchExecutable() : this.executable
    // The next pictures are decoded while these are computed.
    let ahead = parts[0] && readAhead(pictures, parts[0])
    for (const [i, part] of parts.entries()) {
      const reading = ahead
      const following = parts[i + 1]
      const pixels = await reading?.()
      if (!pixels) break
      ahead = following && readAhead(pictures, following)
      const codes = await this.codesOf(executable, pixels, part.length, options.views ?? this.recipe.views)
      rows.set(codes, i * this.atOnce * this.size)
      options.onProgress?.(i * this.atOnce + part.length, indices.length)
    }
    return rows
  }

  /** Entries of the training program's state that `setState` needs. */
  get stateNames(): readonly string[] {
    return Object.keys(this.executable.program.state)
  }

  /** Codes of pictures that are prepared already. @param images [count, height, width, channels], 0..1 */
  async encode(images: Float32Array, count: number): Promise<Float32Array> {
    return this.encodeOn(this.executable, images, count)
  }

  async dispose(): Promise<void> {
    await this.executable.dispose()
    await this.batch?.dispose()
  }

  /** The quicker program for whole batches, on the processor; other devices gain nothing by it. */
  private async batchExecutable(): Promise<Executable> {
    if (this.executable.device !== 'cpu') return this.executable
    if (!this.batch) {
      this.batch = await this.compileBatch()
      // A frozen network has its state from the start.
      if (!this.frozen) await this.batch.writeState(await this.executable.readState())
    }
    return this.batch
  }

  /** @param images [rows, height, width, channels] with `count` or more rows; codes of the first `count` */
  private async encodeOn(executable: Executable, images: Float32Array, count: number): Promise<Float32Array> {
    const { width, height, channels } = this.recipe.input
    const rows = images.length / (width * height * channels)
    const outputs = await executable.run({ images: floatTensor([rows, height, width, channels], images) })
    return (outputs.codes?.data as Float32Array).subarray(0, count * this.size)
  }

  private async codesOf(executable: Executable, pixels: Uint8Array, count: number, viewCount: number) {
    const { head, input } = this.recipe
    const { width, height, channels, invert } = input
    const size = width * height * channels
    const images = new Float32Array((executable === this.batch ? this.atOnce : count) * size)
    prepareBatch({ pixels, count, width, height, channels }, invert, images.subarray(0, count * size))
    const codes: Float32Array[] = []
    for (const [index, view] of viewsOf(viewCount).entries()) {
      // The first view is the picture itself.
      const seen = index === 0 ? images : new Float32Array(images.length)
      if (index > 0) renderView(images, count, input, view, invert ? 'zero' : 'edge', seen)
      codes.push(await this.encodeOn(executable, seen, count))
    }
    const [only] = codes
    if (codes.length === 1 && only) return only
    return averageCodes(codes, this.size, head.kind === 'cosine' || (head.kind === 'euclidean' && head.normalise))
  }
}

/** Starts reading, and hands over the pictures or the failure when asked. */
function readAhead(pictures: PictureReader, indices: readonly number[]): () => Promise<Uint8Array> {
  const settled = Promise.resolve()
    .then(() => pictures.read(indices))
    .then(
      (pixels) => () => pixels,
      (error: unknown) => () => {
        throw error
      },
    )
  return async () => (await settled)()
}
