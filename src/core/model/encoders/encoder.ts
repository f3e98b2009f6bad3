/** What every encoder offers: its tensors by name, how they start, and the map from pictures to codes. */
import type { HostTensorMap, SpecMap, Tensor2D, Tensor4D, TensorMap } from '../../engine/index.ts'
import type { Rng } from '../../../shared/random.ts'

/** `train` uses the statistics of the batch, `infer` the running ones. */
export type Mode = 'train' | 'infer'

/** What `encode` gives. */
export interface Encoding {
  /** [pictures, codes] */
  readonly codes: Tensor2D
  /** Next values of the buffers; empty in `infer` mode or where there are none. */
  readonly buffers: TensorMap
}

/** One line of a model's description. */
export interface LayerInfo {
  readonly name: string
  /** In words: `conv 3x3`, `dense`, ... */
  readonly kind: string
  /** Shape of its output for one picture. */
  readonly output: readonly number[]
  /** Trained numbers. */
  readonly parameters: number
}

/** An encoder's shapes, known without any engine. */
export interface Layout {
  /** Trained tensors. Kernels end in `/kernel`: weight decay and L2 apply to those only. */
  readonly parameters: SpecMap
  /** Tensors that change in training without a gradient (running statistics). */
  readonly buffers: SpecMap
  /** Length of a code. */
  readonly codes: number
  readonly layers: readonly LayerInfo[]
}

/** Layout, start and arithmetic of an encoder. */
export interface Encoder extends Layout {
  /** Starting values of parameters and buffers. */
  init(rng: Rng): HostTensorMap
  /** @param images [pictures, height, width, channels], 0..1 */
  encode(values: TensorMap, images: Tensor4D, mode: Mode): Encoding
}
