/** Pictures in, codes out, whatever kind of network. */
import type { Codes, PairScore } from '../../shared/evaluation.ts'

/** Decoded pictures by index. */
export interface PictureReader {
  /** uint8 [n, height, width, channels] */
  read(indices: readonly number[]): Promise<Uint8Array> | Uint8Array
  /** SHA-256 of a picture's file, hex, where it is known: what frozen features are kept under. */
  hash?(index: number): string | undefined
}

export interface EmbedOptions {
  /** Slightly changed views whose codes are averaged; 1 is the picture alone. @default the recipe's */
  readonly views?: number
  readonly onProgress?: (done: number, total: number) => void
}

export interface Embedder {
  /** Numbers in a code. */
  readonly size: number
  /** How two codes are compared. */
  readonly score: PairScore
  /** One row for each index, in that order. */
  embed(pictures: PictureReader, indices: readonly number[], options?: EmbedOptions): Promise<Float32Array>
  dispose(): Promise<void>
}

/**
 * Codes with row i for picture i of the data set; rows that were not asked for are NaN.
 * @param count pictures of the data set
 */
export async function embedPictures(
  embedder: Embedder,
  pictures: PictureReader,
  count: number,
  indices: readonly number[],
  options: EmbedOptions = {},
): Promise<Codes> {
  const { size } = embedder
  const rows = await embedder.embed(pictures, indices, options)
  const data = new Float32Array(count * size).fill(NaN)
  indices.forEach((index, row) => data.set(rows.subarray(row * size, (row + 1) * size), index * size))
  return { data, count, size }
}
