import type { PictureFormat } from './formats.ts'

/**
 * Whether a file that did not decode lacks its end. Decoders seldom say so, and libvips keeps one message buffer for all
 * threads; the formats' own sizes and closing marks do tell.
 */

function hasNearEnd(bytes: Buffer, mark: string, within: number): boolean {
  return bytes.subarray(Math.max(0, bytes.length - within)).includes(mark, 0, 'latin1')
}

/** AVIF: boxes that name their size, one after the other; 0 means "to the end", 1 that 64 bits follow. */
function isAvifCut(bytes: Buffer): boolean {
  let at = 0
  while (at + 8 <= bytes.length) {
    const size = bytes.readUInt32BE(at)
    if (size === 0) return false
    const long = size === 1 && at + 16 <= bytes.length ? Number(bytes.readBigUInt64BE(at + 8)) : size
    if (long < 8) return false
    at += long
  }
  return at !== bytes.length
}

/** GIF: a semicolon closes it; some writers pad with zeros. */
function isGifCut(bytes: Buffer): boolean {
  let last = bytes.length - 1
  while (last > 0 && bytes[last] === 0) last--
  return bytes[last] !== 0x3b
}

/** Bytes of a TIFF value by the number of its type. */
const TIFF_TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8]
/** Tags of the offsets of strips or tiles, and of their byte counts. */
const TIFF_PARTS = [
  [273, 279],
  [324, 325],
] as const

/** TIFF: the directory, or a value, strip or tile that it names, lies beyond the end. */
function isTiffCut(bytes: Buffer): boolean {
  const isLittle = bytes[0] === 0x49
  const u16 = (at: number) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at))
  const u32 = (at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  /** The values of the directory entry at `at`. Node's readers throw a RangeError past the end of the buffer. */
  const numbers = (at: number): number[] => {
    const type = u16(at + 2)
    const size = TIFF_TYPE_BYTES[type] ?? 0
    const count = u32(at + 4)
    const start = count * size <= 4 ? at + 8 : u32(at + 8)
    if (start + count * size > bytes.length) throw new RangeError('beyond the end')
    if (type !== 3 && type !== 4) return []
    return Array.from({ length: count }, (_, i) => (size === 2 ? u16(start + i * 2) : u32(start + i * 4)))
  }
  try {
    const directory = u32(4)
    const values = new Map<number, number[]>()
    for (let i = 0; i < u16(directory); i++) {
      const at = directory + 2 + i * 12
      values.set(u16(at), numbers(at))
    }
    return TIFF_PARTS.some(([offsets, counts]) => {
      const lengths = values.get(counts)
      return values.get(offsets)?.some((offset, i) => offset + (lengths?.[i] ?? 0) > bytes.length)
    })
  } catch (error) {
    if (error instanceof RangeError) return true
    throw error
  }
}

/** @param bytes of a file that failed to decode */
export function isCutShort(bytes: Buffer, format: PictureFormat): boolean {
  switch (format) {
    case 'png':
      return !hasNearEnd(bytes, 'IEND', 64)
    case 'jpeg':
      return !hasNearEnd(bytes, '\u00ff\u00d9', 4096)
    case 'gif':
      return isGifCut(bytes)
    case 'webp':
      return bytes.length < 8 || bytes.readUInt32LE(4) + 8 > bytes.length
    case 'avif':
      return isAvifCut(bytes)
    case 'tiff':
      return isTiffCut(bytes)
    case 'bmp':
    case 'pnm':
      return false
  }
}
