/** Answers `/picture/<source>/<index>?size=N`: thumbnails of data sets and of whatever else names its pictures. */
import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { PICTURE_SIZES } from '../../../shared/contract/picture-url.ts'
import { UserError } from '../../../shared/errors.ts'
import type { PicturePlace } from '../../../core/dataset/thumbnails.ts'
import type { LibraryProcess } from '../../library-process.ts'
import { SECURITY_HEADERS } from '../../static-files.ts'
import { NewestFirst } from './newest-first.ts'
import { PictureStore } from './picture-store.ts'
import type { PictureAnswer } from '../types.ts'

/** A picture of a source; `longest` is its longer side in pixels, where that is known. */
export type SourcePicture = PicturePlace & { readonly longest?: number }

/** Gives the picture of a number; undefined where there is none. */
export type PictureLookup = (index: number) => SourcePicture | undefined

/** Calls in flight: enough to keep the decoding threads busy, few enough that the newest need not wait long. */
const AT_ONCE = availableParallelism() + 2

function answer(status: 400 | 404, reason: string): PictureAnswer {
  const type = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
  return { status, headers: { ...SECURITY_HEADERS, ...type }, body: Buffer.from(`${reason}\n`) }
}

/** The parts of the URL; undefined when it is not of the form. */
function parse(url: URL): { source: string; index: number; size: number } | undefined {
  const match = /^\/picture\/([^/]+)\/(\d{1,9})$/.exec(url.pathname)
  const size = url.searchParams.get('size') ?? ''
  if (!match || !/^\d{1,4}$/.test(size)) return undefined
  try {
    const [, source = '', index = ''] = match
    return { source: decodeURIComponent(source), index: Number(index), size: Number(size) }
  } catch {
    return undefined
  }
}

/** One of the known sizes; one that shows all of a small picture stands for all larger ones. */
function sizeFor(asked: number, longest = Infinity): number {
  const largest = PICTURE_SIZES[PICTURE_SIZES.length - 1] as number
  return PICTURE_SIZES.find((size) => size >= Math.min(asked, longest)) ?? largest
}

/** Where the bytes are not known by their hash, name and times of the file stand for them. */
async function keyOf(place: SourcePicture): Promise<string> {
  const turned = place.turn === undefined ? '' : `-turned${place.turn}`
  if (place.hash !== undefined) return place.hash + turned
  const file = path.join(place.root, place.base ?? '', place.path)
  const { size, mtimeMs } = await stat(file)
  return createHash('sha256')
    .update(JSON.stringify([file, size, mtimeMs, place.turn]))
    .digest('hex')
}

export class Pictures {
  private readonly library: LibraryProcess
  private readonly store: PictureStore
  private readonly datasets: (id: string) => PictureLookup | undefined
  private readonly sources = new Map<string, PictureLookup>()
  private readonly lane = new NewestFirst(AT_ONCE)
  private readonly coming = new Map<string, Promise<Uint8Array>>()

  /** @param datasets sources that need no registration */
  constructor(library: LibraryProcess, cacheDir: string, datasets: (id: string) => PictureLookup | undefined) {
    this.library = library
    this.store = new PictureStore(cacheDir)
    this.datasets = datasets
  }

  /** Makes the pictures of something other than a data set known under a name of its own. Returns its remover. */
  registerSource(name: string, lookup: PictureLookup): () => void {
    this.sources.set(name, lookup)
    return () => {
      if (this.sources.get(name) === lookup) this.sources.delete(name)
    }
  }

  async answer(url: URL): Promise<PictureAnswer> {
    const asked = parse(url)
    if (!asked) return answer(400, 'That is not the address of a picture.')
    const place = (this.datasets(asked.source) ?? this.sources.get(asked.source))?.(asked.index)
    if (!place) return answer(404, 'There is no such picture, or its data set is no longer open.')
    try {
      const size = sizeFor(asked.size, place.longest)
      const key = `${await keyOf(place)}-${size}`
      const body = await this.picture(key, place, size)
      // The source of a picture with a hash is named after its content; another may change under its name.
      const cache = place.hash === undefined ? 'private, no-cache' : 'private, max-age=31536000, immutable'
      const headers = { 'content-type': 'image/webp', 'cache-control': cache, etag: `"${key}"` }
      return { status: 200, headers: { ...SECURITY_HEADERS, ...headers }, body }
    } catch (error) {
      return answer(404, error instanceof UserError ? error.message : 'The picture cannot be shown.')
    }
  }

  private async picture(key: string, place: SourcePicture, size: number): Promise<Uint8Array> {
    // Asked for twice at once, it is still made once.
    const coming = this.coming.get(key) ?? this.make(key, place, size).finally(() => this.coming.delete(key))
    this.coming.set(key, coming)
    return coming
  }

  private async make(key: string, place: SourcePicture, size: number): Promise<Uint8Array> {
    const known = await this.store.find(key)
    if (known) return known
    const { longest: _, ...own } = place
    const made = await this.lane.run(() => this.library.call('thumbnail', { place: own, size }))
    void this.store.add(key, made)
    return made
  }
}
