/**
 * Whether a convolution is worth doing by Fourier transforms of tiles, and how large a tile. Decided from the shape alone:
 * a run that is resumed must take the same way. The weights of the model were measured (docs/engine.md).
 */

import { rowFrequencies } from './dft.ts'

/** A convolution with stride and dilation 1. */
export interface ConvShape {
  readonly pictures: number
  readonly channels: number
  readonly filters: number
  readonly kernel: readonly [number, number]
  readonly input: readonly [number, number]
  readonly output: readonly [number, number]
}

/** How tiles lie: all of `size`, of which `step` rows and columns of results are right. */
export interface Tiling {
  readonly size: number
  readonly step: readonly [number, number]
}

export interface Tiles {
  /** Edge of a tile. */
  readonly size: number
  /** Pictures whose spectra are in memory at once. */
  readonly atOnce: number
}

/** How to go by tiles, or undefined to convolve directly. Tests give their own. */
export type ChooseTiles = (shape: ConvShape) => Tiles | undefined

/** Multiplications that take as long as one in a direct convolution. */
const PRODUCT = 1.15
const TRANSFORM = 2.2
/** Multiplications that take as long as moving one number of a tile, or of the filters' spectra, into its place. */
const MOVE = 100
const MOVE_FILTER = 300
/** Only what is clearly quicker is worth its memory. */
const MARGIN = 0.8
/** Most a spectrum of the pictures may take: at 64 MiB the article's step takes no longer, and less saves nothing. */
const SPECTRUM_BYTES = 64 * 2 ** 20
const LEAST = { kernel: 4, channels: 16, pictures: 8 }

export function tilingOf({ kernel }: ConvShape, size: number): Tiling {
  return { size, step: [size - kernel[0] + 1, size - kernel[1] + 1] }
}

/** Rows of tiles times columns. */
const tilesFor = (extent: readonly [number, number], { step }: Tiling) =>
  Math.ceil(extent[0] / step[0]) * Math.ceil(extent[1] / step[1])

/** Cost of output, gradient of the input and gradient of the filter together, in direct multiplications. */
function spectralCost(shape: ConvShape, size: number): number {
  const { pictures, channels, filters } = shape
  const frequencies = rowFrequencies(size) * size
  const tiles = pictures * tilesFor(shape.output, tilingOf(shape, size))
  const products = 3 * 4 * frequencies * channels * filters * tiles
  // Into the spectrum: input, gradient of the output; out of it: output, gradient of the input.
  const maps = 2 * tiles * (channels + filters)
  const transforms = 6 * rowFrequencies(size) * size * size * maps
  return (
    PRODUCT * products +
    TRANSFORM * transforms +
    MOVE * maps * size * size +
    MOVE_FILTER * 4 * frequencies * channels * filters
  )
}

function directCost({ pictures, channels, filters, kernel, output }: ConvShape): number {
  return 3 * pictures * output[0] * output[1] * kernel[0] * kernel[1] * channels * filters
}

/** Parts of equal size, of which no spectrum is larger than that. */
function picturesAtOnce(shape: ConvShape, size: number): number {
  const { pictures, channels, filters, output } = shape
  const numbers = 2 * rowFrequencies(size) * size * Math.max(channels, filters)
  const bytes = 4 * numbers * pictures * tilesFor(output, tilingOf(shape, size))
  return Math.ceil(pictures / Math.ceil(bytes / SPECTRUM_BYTES))
}

/** The tile that costs least, where that is well below a direct convolution. */
export const chooseTiles: ChooseTiles = (shape) => {
  const { kernel, output, channels, filters, pictures } = shape
  if (Math.min(...kernel) < LEAST.kernel || Math.min(channels, filters) < LEAST.channels || pictures < LEAST.pictures)
    return undefined
  const smallest = Math.max(...kernel) + 1
  const largest = Math.max(...output) + Math.max(...kernel) - 1
  let best: { size: number; cost: number } | undefined
  for (let size = smallest; size <= largest; size++) {
    const cost = spectralCost(shape, size)
    if (!best || cost < best.cost) best = { size, cost }
  }
  if (!best || best.cost >= MARGIN * directCost(shape)) return undefined
  return { size: best.size, atOnce: picturesAtOnce(shape, best.size) }
}
