import type sharpFactory from 'sharp'
import type { Sharp } from 'sharp'
import { messageOf, UserError } from '../../../shared/errors.ts'
import { isCutShort } from './cut-short.ts'
import { sniffFormat } from './formats.ts'
import { MAX_PIXELS } from '../limits.ts'
import { PictureError } from './picture-error.ts'
import type { RawPicture } from './raw-picture.ts'
import type { PictureTarget } from '../target.ts'

/** Everything that goes through sharp: JPEG, WebP, TIFF, GIF, AVIF, and the PNG files that our quick path leaves to it. */

type SharpFactory = typeof sharpFactory
let loading: Promise<SharpFactory> | undefined

/** Loaded when first needed: splitting classes or reading a packed file must not pay for libvips. */
export function loadSharp(): Promise<SharpFactory> {
  loading ??= import('sharp').then(
    ({ default: sharp }) => {
      // Pictures are decoded side by side, one thread each; its cache would only hold on to pictures seen once.
      sharp.concurrency(1)
      sharp.cache(false)
      return sharp
    },
    (error: unknown) => {
      throw new UserError('sharp-missing', `The picture library (sharp) does not load: ${messageOf(error)}`, {
        next: 'Run `npm ci` on this computer; a node_modules folder copied from another system does not fit.',
        cause: error,
      })
    },
  )
  return loading
}

/** How strict to be: `error` fails on cut-short and broken files, `warning` also on files that decode with complaints. */
export type Strictness = 'error' | 'warning'

async function open(bytes: Buffer, strictness: Strictness): Promise<Sharp> {
  const sharp = await loadSharp()
  return sharp(bytes, { failOn: strictness, limitInputPixels: MAX_PIXELS })
}

/** Says in our words what sharp said in libvips'. */
function explain(error: unknown, bytes: Buffer): unknown {
  if (error instanceof UserError || error instanceof PictureError) return error
  const message = messageOf(error)
  if (/pixel limit|too large|dimensions? exceed/i.test(message)) {
    return new PictureError('too-large', `has more than ${MAX_PIXELS} pixels`, error)
  }
  const format = sniffFormat(bytes)
  if (format !== undefined && isCutShort(bytes, format)) {
    return new PictureError('truncated', 'is cut short', error)
  }
  const reason = message.split('\n', 1)[0]?.trim() ?? ''
  return new PictureError('unreadable', `cannot be decoded (${reason})`, error)
}

async function run(bytes: Buffer, strictness: Strictness, build: (picture: Sharp) => Sharp): Promise<RawPicture> {
  try {
    const picture = build((await open(bytes, strictness)).autoOrient())
    const { data, info } = await picture
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, channels: info.channels, data }
  } catch (error) {
    throw explain(error, bytes)
  }
}

/** Size and channels as stored, from the header alone. @throws PictureError */
export async function readSharpHeader(bytes: Buffer): Promise<{ width: number; height: number; channels: number }> {
  try {
    const { width, height, channels } = await (await open(bytes, 'error')).metadata()
    return { width, height, channels }
  } catch (error) {
    throw explain(error, bytes)
  }
}

/** The whole picture, upright, at its own size. @throws PictureError */
export function decodeWithSharp(bytes: Buffer, strictness: Strictness): Promise<RawPicture> {
  return run(bytes, strictness, (picture) => picture)
}

/** The whole picture, upright, on white, shrunk to fit in a square of so many pixels. @throws PictureError */
export function decodeSmallWithSharp(bytes: Buffer, side: number, strictness: Strictness): Promise<RawPicture> {
  return run(bytes, strictness, (picture) =>
    picture.flatten({ background: '#ffffff' }).resize(side, side, { fit: 'inside', withoutEnlargement: true }),
  )
}

function resizeTo(picture: Sharp, target: PictureTarget): Sharp {
  return picture.flatten({ background: '#ffffff' }).resize(target.width, target.height, {
    fit: target.fit ?? 'fill',
    background: '#ffffff',
    kernel: 'lanczos3',
  })
}

/**
 * The picture at its target size, upright, on white. The size is changed by libvips (Lanczos, three lobes), which for a
 * JPEG or WebP decodes no more than it needs.
 * @throws PictureError
 */
export function decodeResizedWithSharp(bytes: Buffer, target: PictureTarget): Promise<RawPicture> {
  return run(bytes, 'error', (picture) => resizeTo(picture, target))
}

/** The same for pixels that one of our own readers gave. */
export async function resizeWithSharp(picture: RawPicture, target: PictureTarget): Promise<RawPicture> {
  const { data, info } = await resizeTo(await sharpOf(picture), target)
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, channels: info.channels, data }
}

/** Starts from pixels that one of our own readers gave. */
export async function sharpOf(picture: RawPicture): Promise<Sharp> {
  const sharp = await loadSharp()
  const { width, height, data } = picture
  return sharp(data, { raw: { width, height, channels: picture.channels as 1 | 2 | 3 | 4 } })
}

/** An encoded picture, upright, ready for more steps. */
export async function sharpOfFile(bytes: Buffer): Promise<Sharp> {
  return (await open(bytes, 'error')).autoOrient()
}
