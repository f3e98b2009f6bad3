/** Small pictures to look at, many of one folder or zip one after another. */
import type { DatasetInfo, Turn } from '../../shared/dataset.ts'
import { messageOf, UserError } from '../../shared/errors.ts'
import { sha256 } from './cache-folder.ts'
import { decodeOwn } from './decode/decode.ts'
import { openSource } from './sources/open-source.ts'
import { sharpOf, sharpOfFile } from './decode/sharp-decoder.ts'
import type { PictureSource } from './sources/source.ts'

/** Where a picture's file lies. */
export interface PicturePlace extends Pick<DatasetInfo, 'root' | 'base'> {
  /** Relative to `base` in `root`. */
  readonly path: string
  /** What its bytes must be, where that is known. */
  readonly hash?: string
  /** Degrees to turn it by, anticlockwise. */
  readonly turn?: Turn
}

/** Zips are held open: reading the directory of a large one for every picture would take most of the time. */
const MOST_OPEN = 4
/** Drawings up to this size stay exact: a few strokes show every artefact, and cost little. */
const EXACT_PIXELS = 128

function unreadable({ root, path }: PicturePlace, clause: string, cause?: unknown): UserError {
  return new UserError('picture-unreadable', `${path} in ${root} ${clause}.`, {
    subject: path,
    next: 'Scan the data set again.',
    cause,
  })
}

/** Makes small pictures of files and of entries of zips. */
export class Thumbnails {
  private readonly sources = new Map<string, PictureSource>()

  /**
   * A WebP: upright, on white, fitting in a square of `size` pixels, never enlarged.
   * @throws UserError when the file has changed or is gone
   */
  async make(place: PicturePlace, size: number): Promise<Buffer> {
    const bytes = await this.read(place)
    try {
      const own = await decodeOwn(bytes)
      const picture = own === undefined ? await sharpOfFile(bytes) : await sharpOf(own)
      const { data, info } = await picture
        .flatten({ background: '#ffffff' })
        .resize(size, size, { fit: 'inside', withoutEnlargement: true })
        .toColourspace('srgb')
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true })
      const { width, height, channels } = info
      const isSmall = Math.max(width, height) <= EXACT_PIXELS
      const upright = await sharpOf({ data, width, height, channels })
      const small = place.turn === undefined ? upright : upright.rotate(360 - place.turn)
      return await small.webp(isSmall ? { lossless: true, effort: 2 } : { quality: 85, effort: 2 }).toBuffer()
    } catch (error) {
      throw unreadable(place, `cannot be shown: ${messageOf(error)}`, error)
    }
  }

  close(): void {
    for (const source of this.sources.values()) source.close()
    this.sources.clear()
  }

  /** What is held open may have been replaced since: the second try opens it again. */
  private async read(place: PicturePlace): Promise<Buffer> {
    const isHeld = this.sources.has(place.root)
    try {
      return await this.readFrom(this.source(place.root), place)
    } catch (error) {
      this.drop(place.root)
      if (!isHeld) throw error
      return this.readFrom(this.source(place.root), place)
    }
  }

  private async readFrom(source: PictureSource, place: PicturePlace): Promise<Buffer> {
    let bytes: Buffer
    try {
      bytes = await source.read((place.base ?? '') + place.path)
    } catch (error) {
      throw unreadable(place, `cannot be read any more (${messageOf(error)})`, error)
    }
    if (place.hash !== undefined && sha256(bytes) !== place.hash) {
      throw unreadable(place, 'has changed since it was scanned')
    }
    return bytes
  }

  private source(root: string): PictureSource {
    const source = this.sources.get(root) ?? openSource(root).source
    this.sources.delete(root)
    this.sources.set(root, source)
    for (const old of [...this.sources.keys()].slice(0, -MOST_OPEN)) this.drop(old)
    return source
  }

  private drop(root: string): void {
    this.sources.get(root)?.close()
    this.sources.delete(root)
  }
}
