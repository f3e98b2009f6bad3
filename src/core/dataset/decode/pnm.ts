import { MAX_PIXELS } from '../limits.ts'
import { PictureError } from './picture-error.ts'
import type { RawPicture } from './raw-picture.ts'

/** Reader for PBM, PGM and PPM (P1 to P6, up to 16 bits a sample, comments), which the prebuilt libvips lacks. */

interface PnmHeader {
  readonly kind: number
  readonly width: number
  readonly height: number
  readonly maximum: number
  /** Where the samples start. */
  readonly offset: number
}

const isBlank = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)

/** Reads whole numbers from the text parts: the header, and the samples of the plain kinds. */
class NumberReader {
  private readonly bytes: Uint8Array
  offset: number

  constructor(bytes: Uint8Array, offset: number) {
    this.bytes = bytes
    this.offset = offset
  }

  private skipBlanks(): void {
    for (; this.offset < this.bytes.length; this.offset++) {
      const byte = this.bytes[this.offset] as number
      if (byte === 0x23) {
        while (this.offset < this.bytes.length && this.bytes[this.offset] !== 0x0a) this.offset++
      } else if (!isBlank(byte)) return
    }
  }

  /** @param digits at most so many digits: P1 may write its samples without blanks between them. */
  next(digits = 10): number {
    this.skipBlanks()
    if (this.offset >= this.bytes.length) throw new PictureError('truncated', 'ends before its last number')
    let value = 0
    let read = 0
    for (; read < digits && this.offset < this.bytes.length; read++, this.offset++) {
      const digit = (this.bytes[this.offset] as number) - 0x30
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
    }
    if (read === 0) throw new PictureError('unreadable', 'has something other than a number where a number belongs')
    return value
  }
}

/** Size and depth of a PNM file. @throws PictureError */
function readPnmHeader(bytes: Uint8Array): PnmHeader {
  const kind = (bytes[1] ?? 0) - 0x30
  const numbers = new NumberReader(bytes, 2)
  const width = numbers.next()
  const height = numbers.next()
  const maximum = kind === 1 || kind === 4 ? 1 : numbers.next()
  if (width === 0 || height === 0) throw new PictureError('unreadable', 'has no width or no height')
  if (maximum < 1 || maximum > 65535) throw new PictureError('unreadable', 'has a largest value outside 1..65535')
  if (width * height > MAX_PIXELS) throw new PictureError('too-large', `has ${width} x ${height} pixels`)
  return { kind, width, height, maximum, offset: kind > 3 ? numbers.offset + 1 : numbers.offset }
}

/** One bit a pixel, rows padded to bytes, 1 is black. */
function readPackedBits(bytes: Uint8Array, header: PnmHeader, out: Uint8Array): void {
  const rowBytes = Math.ceil(header.width / 8)
  if (bytes.length - header.offset < rowBytes * header.height) {
    throw new PictureError('truncated', 'ends before its last row')
  }
  for (let y = 0, to = 0; y < header.height; y++) {
    const row = header.offset + y * rowBytes
    for (let x = 0; x < header.width; x++) {
      out[to++] = ((bytes[row + (x >> 3)] as number) >> (7 - (x & 7))) & 1 ? 0 : 255
    }
  }
}

function readBinary(bytes: Uint8Array, header: PnmHeader, out: Uint8Array): void {
  const wide = header.maximum > 255
  if (bytes.length - header.offset < out.length * (wide ? 2 : 1)) {
    throw new PictureError('truncated', 'ends before its last row')
  }
  const { maximum } = header
  for (let i = 0, at = header.offset; i < out.length; i++) {
    let sample = bytes[at++] as number
    if (wide) sample = (sample << 8) | (bytes[at++] as number)
    out[i] = maximum === 255 ? sample : Math.min(255, Math.round((sample * 255) / maximum))
  }
}

function readPlain(bytes: Uint8Array, header: PnmHeader, out: Uint8Array): void {
  const numbers = new NumberReader(bytes, header.offset)
  const { maximum } = header
  for (let i = 0; i < out.length; i++) {
    if (header.kind === 1) out[i] = numbers.next(1) === 1 ? 0 : 255
    else out[i] = Math.min(255, Math.round((numbers.next() * 255) / maximum))
  }
}

/** The picture in a PBM, PGM or PPM file, samples scaled to 0..255. @throws PictureError */
export function readPnm(bytes: Uint8Array): RawPicture {
  const header = readPnmHeader(bytes)
  const { kind, width, height } = header
  const channels = kind === 3 || kind === 6 ? 3 : 1
  // A plain sample takes two characters at least (one for a bit): checked first, so that a short file with a huge size
  // in its header does not make us allocate it.
  const least = kind === 1 ? width * height : kind < 4 ? 2 * width * height * channels - 1 : 0
  if (bytes.length - header.offset < least) throw new PictureError('truncated', 'ends before its last number')
  const needed = kind < 4 ? 0 : Math.floor((width * height * channels) / (kind === 4 ? 8 : 1))
  if (bytes.length - header.offset < needed) throw new PictureError('truncated', 'ends before its last row')
  const data = new Uint8Array(width * height * channels)
  if (kind === 4) readPackedBits(bytes, header, data)
  else if (kind > 4) readBinary(bytes, header, data)
  else readPlain(bytes, header, data)
  return { width, height, channels, data }
}
