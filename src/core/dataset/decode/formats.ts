/** Which picture format a file's bytes are, and which one its name promises. */

export type PictureFormat = 'png' | 'jpeg' | 'webp' | 'tiff' | 'gif' | 'bmp' | 'avif' | 'pnm'

/** Bytes that `sniffFormat` needs. */
export const SNIFF_BYTES = 64

const ENDINGS: Readonly<Record<string, PictureFormat>> = {
  png: 'png',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  jpe: 'jpeg',
  jfif: 'jpeg',
  webp: 'webp',
  tif: 'tiff',
  tiff: 'tiff',
  gif: 'gif',
  bmp: 'bmp',
  dib: 'bmp',
  avif: 'avif',
  pbm: 'pnm',
  pgm: 'pnm',
  ppm: 'pnm',
  pnm: 'pnm',
}

/** Formats people have in their folders that are recognised only to say what to do about them. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  heic: 'HEIC',
  heif: 'HEIC',
  svg: 'SVG',
  psd: 'Photoshop',
  jxl: 'JPEG XL',
  jp2: 'JPEG 2000',
}

function endingOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase()
}

/** The format that the file's ending promises; undefined when it promises no picture. */
export function formatOfName(path: string): PictureFormat | undefined {
  return ENDINGS[endingOf(path)]
}

/** Name of a known picture format that cannot be read, by the file's ending. */
export function unsupportedFormatOfName(path: string): string | undefined {
  return UNSUPPORTED[endingOf(path)]
}

function textAt(bytes: Uint8Array, start: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false
  return true
}

/** PNM: P1 to P6 and then white space, so that a text starting with "P2P" is none. */
function isPnm(bytes: Uint8Array): boolean {
  const digit = bytes[1] ?? 0
  const next = bytes[2] ?? 0
  const isBlank = next === 0x20 || (next >= 0x09 && next <= 0x0d) || next === 0x23
  return bytes[0] === 0x50 && digit >= 0x31 && digit <= 0x36 && isBlank
}

/** BMP: "BM" is also a word, so the size of the header that follows must be a known one. */
function isBmp(bytes: Uint8Array): boolean {
  const headerSize = (bytes[14] ?? 0) | ((bytes[15] ?? 0) << 8)
  return textAt(bytes, 0, 'BM') && [12, 16, 40, 52, 56, 64, 108, 124].includes(headerSize)
}

function isTiff(bytes: Uint8Array): boolean {
  const little = bytes[0] === 0x49 && bytes[1] === 0x49 && (bytes[2] === 42 || bytes[2] === 43) && bytes[3] === 0
  const big = bytes[0] === 0x4d && bytes[1] === 0x4d && bytes[2] === 0 && (bytes[3] === 42 || bytes[3] === 43)
  return little || big
}

/** ISO media with an AVIF brand among the first ones. */
function isAvif(bytes: Uint8Array): boolean {
  if (!textAt(bytes, 4, 'ftyp')) return false
  for (let at = 8; at + 4 <= Math.min(bytes.length, SNIFF_BYTES); at += 4) {
    if (textAt(bytes, at, 'avif') || textAt(bytes, at, 'avis')) return true
  }
  return false
}

/** The format of these first bytes of a file (`SNIFF_BYTES` are enough); undefined when they are no known picture. */
export function sniffFormat(bytes: Uint8Array): PictureFormat | undefined {
  if (textAt(bytes, 0, '\u0089PNG\r\n\u001a\n')) return 'png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg'
  if (textAt(bytes, 0, 'RIFF') && textAt(bytes, 8, 'WEBP')) return 'webp'
  if (textAt(bytes, 0, 'GIF87a') || textAt(bytes, 0, 'GIF89a')) return 'gif'
  if (isTiff(bytes)) return 'tiff'
  if (isAvif(bytes)) return 'avif'
  if (isBmp(bytes)) return 'bmp'
  if (isPnm(bytes)) return 'pnm'
  return undefined
}
