import { MAX_PIXELS } from '../limits.ts'
import { PictureError } from './picture-error.ts'
import type { RawPicture } from './raw-picture.ts'

/** Reader for uncompressed Windows bitmaps of 1, 4, 8, 16, 24 and 32 bits, which the prebuilt libvips lacks. */

interface BmpHeader {
  readonly width: number
  readonly height: number
  readonly topDown: boolean
  readonly bits: number
  /** Red, green, blue, alpha: which bits of a 16 or 32 bit pixel. Alpha 0 where there is none. */
  readonly masks: readonly [number, number, number, number]
  /** [n, 4]: blue, green, red, unused; three bytes an entry in the oldest files. */
  readonly palette: Uint8Array
  readonly paletteStep: number
  readonly offset: number
}

const NO_MASKS: BmpHeader['masks'] = [0, 0, 0, 0]

function masksOf(view: DataView, headerSize: number, compression: number, bits: number): BmpHeader['masks'] {
  if (compression === 3 || compression === 6) {
    const alpha = headerSize >= 56 || compression === 6 ? view.getUint32(66, true) : 0
    return [view.getUint32(54, true), view.getUint32(58, true), view.getUint32(62, true), alpha]
  }
  if (bits === 16) return [0x7c00, 0x03e0, 0x001f, 0]
  // The fourth byte of a plain 32 bit pixel has no meaning: many writers leave it 0, which must not read as "clear".
  return bits === 32 ? [0xff0000, 0xff00, 0xff, 0] : NO_MASKS
}

function readHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 26) throw new PictureError('truncated', 'ends within its header')
  const headerSize = view.getUint32(14, true)
  const isOld = headerSize === 12
  if (bytes.length < 14 + headerSize) throw new PictureError('truncated', 'ends within its header')
  const width = isOld ? view.getUint16(18, true) : view.getInt32(18, true)
  const signedHeight = isOld ? view.getInt16(20, true) : view.getInt32(22, true)
  const bits = view.getUint16(isOld ? 24 : 28, true)
  const compression = headerSize >= 40 ? view.getUint32(30, true) : 0
  const height = Math.abs(signedHeight)
  if (width <= 0 || height === 0) throw new PictureError('unreadable', 'has no width or no height')
  if (width * height > MAX_PIXELS) throw new PictureError('too-large', `has ${width} x ${height} pixels`)
  if (![0, 3, 6].includes(compression)) {
    throw new PictureError('unreadable', 'is a compressed bitmap: save it as PNG and it can be read')
  }
  if (![1, 4, 8, 16, 24, 32].includes(bits)) throw new PictureError('unreadable', `has ${bits} bits a pixel`)
  const hasMasks = compression !== 0
  if (hasMasks && bytes.length < 70) throw new PictureError('truncated', 'ends within its header')
  const offset = view.getUint32(10, true)
  const paletteStep = isOld ? 3 : 4
  const declared = headerSize >= 40 ? view.getUint32(46, true) : 0
  const entries = bits <= 8 ? Math.min(declared || 1 << bits, 1 << bits) : 0
  const paletteStart = 14 + headerSize
  return {
    width,
    height,
    topDown: signedHeight < 0,
    bits,
    masks: masksOf(view, headerSize, compression, bits),
    palette: bytes.subarray(paletteStart, paletteStart + entries * paletteStep),
    paletteStep,
    offset,
  }
}

/** The bits of `value` under `mask`, scaled to 0..255. */
function component(value: number, mask: number): number {
  if (mask === 0) return 0
  const shift = 31 - Math.clz32(mask & -mask)
  const largest = mask >>> shift
  return Math.round((((value & mask) >>> shift) * 255) / largest)
}

function readMasked(bytes: Uint8Array, row: number, header: BmpHeader, out: Uint8Array, to: number): void {
  const [red, green, blue, alpha] = header.masks
  const step = header.bits / 8
  const channels = alpha === 0 ? 3 : 4
  for (let x = 0; x < header.width; x++, to += channels) {
    const at = row + x * step
    let value = (bytes[at] as number) | ((bytes[at + 1] as number) << 8)
    if (step === 4) value |= ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24)
    out[to] = component(value, red)
    out[to + 1] = component(value, green)
    out[to + 2] = component(value, blue)
    if (alpha !== 0) out[to + 3] = component(value, alpha)
  }
}

function readIndexed(bytes: Uint8Array, row: number, header: BmpHeader, out: Uint8Array, to: number): void {
  const { bits, palette, paletteStep, width } = header
  const perByte = 8 / bits
  const mask = (1 << bits) - 1
  for (let x = 0; x < width; x++, to += 3) {
    const byte = bytes[row + Math.floor(x / perByte)] as number
    const index = (byte >> (8 - bits * ((x % perByte) + 1))) & mask
    const entry = index * paletteStep
    if (entry + 2 >= palette.length) throw new PictureError('unreadable', 'names a colour its palette does not have')
    out[to] = palette[entry + 2] as number
    out[to + 1] = palette[entry + 1] as number
    out[to + 2] = palette[entry] as number
  }
}

function readTrueColour(bytes: Uint8Array, row: number, header: BmpHeader, out: Uint8Array, to: number): void {
  for (let x = 0, at = row; x < header.width; x++, at += 3, to += 3) {
    out[to] = bytes[at + 2] as number
    out[to + 1] = bytes[at + 1] as number
    out[to + 2] = bytes[at] as number
  }
}

/** The picture in a BMP file. @throws PictureError */
export function readBmp(bytes: Uint8Array): RawPicture {
  const header = readHeader(bytes)
  const { width, height, bits } = header
  const rowBytes = Math.ceil((width * bits) / 32) * 4
  if (header.offset < 26 || header.offset + rowBytes * height > bytes.length) {
    throw new PictureError('truncated', 'ends before its last row')
  }
  const channels = header.masks[3] === 0 ? 3 : 4
  const data = new Uint8Array(width * height * channels)
  const readRow = bits <= 8 ? readIndexed : bits === 24 ? readTrueColour : readMasked
  for (let y = 0; y < height; y++) {
    const row = header.offset + (header.topDown ? y : height - 1 - y) * rowBytes
    readRow(bytes, row, header, data, y * width * channels)
  }
  return { width, height, channels, data }
}
