import type { ProblemKind } from '../../../shared/dataset.ts'
import { decodeOwn } from './decode.ts'
import { formatOfName, sniffFormat, unsupportedFormatOfName } from './formats.ts'
import { PictureError } from './picture-error.ts'
import type { RawPicture } from './raw-picture.ts'
import { flattenOnWhite } from './raw-picture.ts'
import { decodeSmallWithSharp, decodeWithSharp, readSharpHeader } from './sharp-decoder.ts'

/** What one picture turned out to be. */
export interface Inspection {
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly look: Look
  /** Things to tell about a picture that is used all the same. `message` follows the file's name. */
  readonly notes: readonly { readonly kind: ProblemKind; readonly message: string }[]
}

export type Look = 'line' | 'grey' | 'colour'

/** Larger pictures are shrunk while decoding: their look shows as well, and they do not fill the memory. */
const LOOK_SIDE = 256

/** Largest difference between red, green and blue that JPEG rounding leaves in a grey picture. */
const GREY_TOLERANCE = 4

/** How far from black and white ink a pixel may be, and the share of such pixels, in a line drawing. */
const INK_TOLERANCE = 32
const INK_SHARE = 0.9

/** Whether a picture is coloured, grey, or nearly two-valued. */
export function lookOf(picture: RawPicture): Look {
  const { channels, data } = flattenOnWhite(picture)
  let low = 255
  let high = 0
  for (let i = 0; i < data.length; i += channels) {
    const value = data[i] as number
    if (channels === 3) {
      if (Math.abs(value - (data[i + 1] as number)) > GREY_TOLERANCE) return 'colour'
      if (Math.abs(value - (data[i + 2] as number)) > GREY_TOLERANCE) return 'colour'
    }
    if (value < low) low = value
    if (value > high) high = value
  }
  let ink = 0
  for (let i = 0; i < data.length; i += channels) {
    const value = data[i] as number
    if (value - low <= INK_TOLERANCE || high - value <= INK_TOLERANCE) ink++
  }
  return ink * channels >= INK_SHARE * data.length ? 'line' : 'grey'
}

async function decodeForLook(bytes: Buffer, pixels: number, strictness: 'error' | 'warning'): Promise<RawPicture> {
  if (pixels <= LOOK_SIDE * LOOK_SIDE) return decodeWithSharp(bytes, strictness)
  return decodeSmallWithSharp(bytes, LOOK_SIDE, strictness)
}

/** Sees whether the whole file decodes: a header alone does not tell a file that was cut short. */
async function inspectWithSharp(bytes: Buffer): Promise<Inspection> {
  const header = await readSharpHeader(bytes)
  const pixels = header.width * header.height
  try {
    return { ...header, look: lookOf(await decodeForLook(bytes, pixels, 'warning')), notes: [] }
  } catch (error) {
    if (!(error instanceof PictureError)) throw error
    // Phones and scanners write files whose decoders grumble: those count, and are named.
    const look = lookOf(await decodeForLook(bytes, pixels, 'error'))
    const note = { kind: 'damaged', message: `decodes, but with a complaint: it ${error.message}` } as const
    return { ...header, look, notes: [note] }
  }
}

/** What to say of a file whose bytes are no picture we know. */
export function notAPicture(path: string): PictureError {
  const promised = formatOfName(path)
  const known = unsupportedFormatOfName(path)
  if (known !== undefined) {
    return new PictureError('unreadable', `is a ${known} file, which cannot be read: save it as PNG or JPEG`)
  }
  if (promised === undefined) return new PictureError('stray-file', 'is no picture')
  return new PictureError('not-a-picture', `is named as ${promised.toUpperCase()} but holds no picture`)
}

/**
 * Decodes one file and says what it is.
 * @param path its name, for what its ending promises
 * @throws PictureError when it gives no picture
 */
export async function inspectPicture(bytes: Buffer, path: string): Promise<Inspection> {
  if (bytes.length === 0) throw new PictureError('empty-file', 'is an empty file')
  const format = sniffFormat(bytes)
  const promised = formatOfName(path)
  if (format === undefined) throw notAPicture(path)
  const own = await decodeOwn(bytes)
  const found =
    own === undefined
      ? await inspectWithSharp(bytes)
      : { width: own.width, height: own.height, channels: own.channels, look: lookOf(own), notes: [] }
  if (promised === format) return found
  const name = promised === undefined ? 'has no picture ending' : `is named as ${promised.toUpperCase()}`
  const note = { kind: 'mislabelled', message: `${name} but is ${format.toUpperCase()}: it is used as that` } as const
  return { ...found, notes: [...found.notes, note] }
}
