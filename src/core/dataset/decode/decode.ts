import { readFile } from 'node:fs/promises'
import { messageOf, UserError } from '../../../shared/errors.ts'
import { readBmp } from './bmp.ts'
import { sniffFormat } from './formats.ts'
import { PictureError } from './picture-error.ts'
import { readSmallPng } from './png.ts'
import { readPnm } from './pnm.ts'
import type { RawPicture } from './raw-picture.ts'
import { flattenOnWhite, toChannels } from './raw-picture.ts'
import { resample, resampleCost } from './resample.ts'
import { decodeResizedWithSharp, decodeWithSharp, readSharpHeader, resizeWithSharp } from './sharp-decoder.ts'
import type { PictureTarget } from '../target.ts'
import { bytesPerPicture, checkTarget, placement } from '../target.ts'
import { readSmallWebp } from './webp.ts'

/**
 * Raise when the same file would decode to other bytes than before: packed caches and scan indexes of older versions are
 * then made again.
 */
export const DECODER_VERSION = 1

/** From here on (multiplications) libvips' threads change the size sooner than our own loop does. */
const OWN_RESAMPLE_LIMIT = 8_000_000

/** Decodes BMP, PNM, small PNG and WebP without sharp. Undefined when the file is for sharp. @throws PictureError */
export async function decodeOwn(bytes: Buffer): Promise<RawPicture | undefined> {
  const format = sniffFormat(bytes)
  if (format === 'png') return readSmallPng(bytes)
  if (format === 'webp') return readSmallWebp(bytes)
  if (format === 'bmp') return readBmp(bytes)
  if (format === 'pnm') return readPnm(bytes)
  if (format === undefined) throw new PictureError('not-a-picture', 'is not a picture in a format that can be read')
  return undefined
}

function isOwnWork(size: { width: number; height: number }, target: PictureTarget): boolean {
  return resampleCost(size, target.width, target.height) * target.channels <= OWN_RESAMPLE_LIMIT
}

/** Flattens on white, changes channels and size. */
async function fit(picture: RawPicture, target: PictureTarget, out: Uint8Array): Promise<void> {
  const opaque = toChannels(flattenOnWhite(picture), target.channels)
  if (!isOwnWork(picture, target)) {
    out.set(toChannels(await resizeWithSharp(opaque, target), target.channels).data)
    return
  }
  const { left, top, width, height } = placement(opaque, target)
  if (width === target.width && height === target.height) {
    const sized = resample(opaque, width, height, out)
    if (sized === opaque) out.set(opaque.data)
    return
  }
  const { data } = resample(opaque, width, height)
  const rowBytes = width * target.channels
  out.fill(255)
  for (let y = 0; y < height; y++) {
    const to = ((top + y) * target.width + left) * target.channels
    out.set(data.subarray(y * rowBytes, (y + 1) * rowBytes), to)
  }
}

/**
 * Decodes one picture to [height, width, channels] bytes: upright, transparency on white, resampled with a three-lobe
 * Lanczos filter (which averages over all source pixels when shrinking).
 * @param out of `bytesPerPicture(target)` bytes
 * @param stored size as stored, when it is known already: saves reading the header
 * @throws PictureError
 */
export async function decodeInto(
  out: Uint8Array,
  bytes: Buffer,
  target: PictureTarget,
  stored?: { width: number; height: number },
): Promise<void> {
  const own = await decodeOwn(bytes)
  if (own !== undefined) return fit(own, target, out)
  const size = stored ?? (await readSharpHeader(bytes))
  if (isOwnWork(size, target)) return fit(await decodeWithSharp(bytes, 'error'), target, out)
  out.set(toChannels(await decodeResizedWithSharp(bytes, target), target.channels).data)
}

/** As `decodeInto`, into new memory. @throws PictureError */
export async function decodeBytes(bytes: Buffer, target: PictureTarget): Promise<Uint8Array> {
  const out = new Uint8Array(bytesPerPicture(target))
  await decodeInto(out, bytes, target)
  return out
}

/**
 * One picture outside any data set, as [height, width, channels] bytes.
 * @param file its path, or its bytes
 * @throws UserError when it is not there or no picture
 */
export async function decodeFile(file: string | Uint8Array, target: PictureTarget): Promise<Uint8Array> {
  checkTarget(target)
  const name = typeof file === 'string' ? file : 'The picture'
  try {
    const bytes =
      typeof file === 'string' ? await readFile(file) : Buffer.from(file.buffer, file.byteOffset, file.byteLength)
    if (bytes.length === 0) throw new PictureError('empty-file', 'is an empty file')
    return await decodeBytes(bytes, target)
  } catch (error) {
    if (error instanceof UserError) throw error
    const message = error instanceof PictureError ? error.message : `cannot be read: ${messageOf(error)}`
    throw new UserError('picture-unreadable', `${name} ${message}.`, {
      subject: name,
      next: 'Check the path, and that the file opens in a picture viewer.',
      cause: error,
    })
  }
}
