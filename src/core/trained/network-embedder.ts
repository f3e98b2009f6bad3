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

/** Numbers fed at once: enough to keep the processor busy, little enough for large pictures. */
const FED_AT_ONCE = 2 ** 18

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
  private readonly executable: Executable
  private held: PairScore | undefined

  private constructor(recipe: Recipe, network: Network, executable: Executable) {
    this.recipe = recipe
    this.executable = executable
    this.size = network.codes
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
    const executable = await compile(program, device, { frozen: encoderState(program, state) })
    const embedder = new NetworkEmbedder(recipe, network, executable)
    embedder.held = pairScore(recipe, state)
    return embedder
  }

  get score(): PairScore {
    if (!this.held) throw new Error('the network has no state yet')
    return this.held
  }

  /** @param state as for `frozen` @throws Error when the network is frozen */
  async setState(state: HostTensorMap): Promise<void> {
    await this.executable.writeState(encoderState(this.executable.program, state))
    this.held = pairScore(this.recipe, state)
  }

  async embed(pictures: PictureReader, indices: readonly number[], options: EmbedOptions = {}): Promise<Float32Array> {
    const { width, height, channels } = this.recipe.input
    const rows = new Float32Array(indices.length * this.size)
    const atOnce = Math.min(128, Math.max(8, Math.floor(FED_AT_ONCE / (width * height * channels))))
    for (let start = 0; start < indices.length; start += atOnce) {
      const part = indices.slice(start, start + atOnce)
      const codes = await this.codesOf(await pictures.read(part), part.length, options.views ?? this.recipe.views)
      rows.set(codes, start * this.size)
      options.onProgress?.(start + part.length, indices.length)
    }
    return rows
  }

  /** Entries of the training program's state that `setState` needs. */
  get stateNames(): readonly string[] {
    return Object.keys(this.executable.program.state)
  }

  /** Codes of pictures that are prepared already. @param images [count, height, width, channels], 0..1 */
  async encode(images: Float32Array, count: number): Promise<Float32Array> {
    const { width, height, channels } = this.recipe.input
    const outputs = await this.executable.run({ images: floatTensor([count, height, width, channels], images) })
    return outputs.codes?.data as Float32Array
  }

  async dispose(): Promise<void> {
    await this.executable.dispose()
  }

  private async codesOf(pixels: Uint8Array, count: number, viewCount: number): Promise<Float32Array> {
    const { head, input } = this.recipe
    const { width, height, channels, invert } = input
    const images = new Float32Array(count * width * height * channels)
    prepareBatch({ pixels, count, width, height, channels }, invert, images)
    const codes: Float32Array[] = []
    for (const [index, view] of viewsOf(viewCount).entries()) {
      // The first view is the picture itself.
      const seen = index === 0 ? images : new Float32Array(images.length)
      if (index > 0) renderView(images, count, input, view, invert ? 'zero' : 'edge', seen)
      codes.push(await this.encode(seen, count))
    }
    const [only] = codes
    if (codes.length === 1 && only) return only
    return averageCodes(codes, this.size, head.kind === 'cosine' || (head.kind === 'euclidean' && head.normalise))
  }
}
