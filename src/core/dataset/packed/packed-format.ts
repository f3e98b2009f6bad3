import { fstatSync, readSync } from 'node:fs'
import { sha256 } from '../cache-folder.ts'
import { DECODER_VERSION } from '../decode/decode.ts'
import type { PictureTarget } from '../target.ts'
import { bytesPerPicture } from '../target.ts'

/**
 * The packed file: a header of one page, then the pictures, [count, height, width, channels] bytes.
 *
 *     0   8  "ONESHOT1"
 *     8   4  length of the text, little endian
 *     12  64 SHA-256 of the text, hex
 *     76  n  the text: a PackedHeader as JSON
 */
export const HEADER_BYTES = 4096

const MAGIC = 'ONESHOT1'
const TEXT_START = 76

/** What a packed file holds, and what it was made from. */
export interface PackedHeader extends Required<PictureTarget> {
  readonly count: number
  /** `DatasetInfo.hash` of the pictures. */
  readonly dataset: string
  readonly decoder: number
}

/** The header for `count` pictures at a target. @param dataset `DatasetInfo.hash` */
export function makeHeader(count: number, dataset: string, target: PictureTarget): PackedHeader {
  const { width, height, channels, fit = 'fill' } = target
  return { count, width, height, channels, fit, dataset, decoder: DECODER_VERSION }
}

/** File name for a data set's pictures at a target. */
export function packedName(header: PackedHeader): string {
  const { width, height, channels, fit, dataset, decoder } = header
  return `${dataset.slice(0, 32)}-${width}x${height}x${channels}-${fit}-${decoder}.pack`
}

/** The first `HEADER_BYTES` of the file. */
export function encodeHeader(header: PackedHeader): Buffer {
  const text = JSON.stringify(header)
  const bytes = Buffer.alloc(HEADER_BYTES)
  bytes.write(MAGIC, 0, 'latin1')
  bytes.writeUInt32LE(Buffer.byteLength(text), 8)
  bytes.write(sha256(text), 12, 'latin1')
  bytes.write(text, TEXT_START, 'utf8')
  return bytes
}

/** The header of an open packed file; undefined when it is damaged or the file's length does not fit it. */
export function readHeader(fd: number): PackedHeader | undefined {
  const bytes = Buffer.alloc(HEADER_BYTES)
  if (readSync(fd, bytes, 0, HEADER_BYTES, 0) !== HEADER_BYTES) return undefined
  const length = bytes.readUInt32LE(8)
  if (bytes.toString('latin1', 0, 8) !== MAGIC || length > HEADER_BYTES - TEXT_START) return undefined
  const text = bytes.toString('utf8', TEXT_START, TEXT_START + length)
  if (sha256(text) !== bytes.toString('latin1', 12, TEXT_START)) return undefined
  const header = JSON.parse(text) as PackedHeader
  const size = HEADER_BYTES + header.count * bytesPerPicture(header)
  return fstatSync(fd).size === size ? header : undefined
}
