import { ftruncateSync } from 'node:fs'
import { join } from 'node:path'
import type { DatasetInfo, PictureInfo } from '../../shared/dataset.ts'
import { messageOf, UserError } from '../../shared/errors.ts'
import { cacheFolder, sha256, writeAll, writeWhole } from './cache-folder.ts'
import { decodeInto } from './decode/decode.ts'
import { reopenSource } from './sources/open-source.ts'
import type { PackedHeader } from './packed/packed-format.ts'
import { encodeHeader, HEADER_BYTES, makeHeader, packedName } from './packed/packed-format.ts'
import type { PackedPictures } from './packed/packed-pictures.ts'
import { DEFAULT_MEMORY_BUDGET_BYTES, tryOpenPacked } from './packed/packed-pictures.ts'
import type { Progress } from './parallel.ts'
import { forEachParallel } from './parallel.ts'
import type { PictureSource } from './sources/source.ts'
import { shownName } from './sources/source.ts'
import type { PictureTarget } from './target.ts'
import { bytesPerPicture, checkTarget } from './target.ts'

export interface OpenOptions {
  /** Where the packed file is kept. @default cacheFolder() */
  readonly cacheDir?: string
  /** Bytes that reading may hold, for any number of pictures. @default 512 MiB */
  readonly memoryBudgetBytes?: number
  /** Files in flight at once. @default cores + 3 */
  readonly concurrency?: number
  /** Called while decoding; never when the packed file is there already. */
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

type Place = Pick<DatasetInfo, 'root' | 'base'>

function failure(dataset: Place, picture: PictureInfo, clause: string, cause?: unknown): UserError {
  return new UserError('picture-unreadable', `${shownName(picture.path)} in ${dataset.root} ${clause}.`, {
    subject: picture.path,
    next: 'Scan the data set again: what cannot be read is then named and left out.',
    cause,
  })
}

/** The bytes of a picture's file, as they were scanned. @throws UserError naming the file when they are no longer there */
export async function readScannedFile(dataset: Place, picture: PictureInfo, source: PictureSource) {
  let bytes: Buffer
  try {
    bytes = await source.read((dataset.base ?? '') + picture.path)
  } catch (error) {
    throw failure(dataset, picture, `cannot be read any more (${messageOf(error)})`, error)
  }
  if (sha256(bytes) !== picture.hash) throw failure(dataset, picture, 'has changed since it was scanned')
  return bytes
}

/** The scanned picture of that number. @throws RangeError */
function pictureAt(dataset: DatasetInfo, index: number): PictureInfo {
  const picture = dataset.pictures[index]
  if (picture === undefined) {
    throw new RangeError(`there is no picture ${index}: they go from 0 to ${dataset.pictures.length - 1}`)
  }
  return picture
}

/** Decodes every picture straight into the file: none is held longer than it takes to write. */
async function pack(fd: number, header: PackedHeader, dataset: DatasetInfo, options: OpenOptions): Promise<void> {
  const size = bytesPerPicture(header)
  const source = reopenSource(dataset)
  try {
    ftruncateSync(fd, HEADER_BYTES + header.count * size)
    const { concurrency, onProgress, signal } = options
    const lanes: Uint8Array[] = []
    await forEachParallel(
      header.count,
      async (index, lane) => {
        const picture = pictureAt(dataset, index)
        const bytes = await readScannedFile(dataset, picture, source)
        const pixels = (lanes[lane] ??= new Uint8Array(size))
        try {
          await decodeInto(pixels, bytes, header, picture)
        } catch (error) {
          if (error instanceof UserError) throw error
          throw failure(dataset, picture, messageOf(error), error)
        }
        writeAll(fd, pixels, HEADER_BYTES + index * size)
      },
      {
        ...(concurrency === undefined ? {} : { concurrency }),
        ...(onProgress === undefined ? {} : { onProgress }),
        ...(signal === undefined ? {} : { signal }),
      },
    )
    // The header comes last: a file without it is no packed file, whatever happens to its pages on the way to the disk.
    writeAll(fd, encodeHeader(header), 0)
  } finally {
    source.close()
  }
}

function explainWriting(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (error instanceof UserError || typeof (error as NodeJS.ErrnoException).syscall !== 'string') return error
  const reason = code === 'ENOSPC' ? 'the disk is full' : messageOf(error)
  return new UserError('cache-unwritable', `The decoded pictures cannot be written to ${path}: ${reason}.`, {
    subject: path,
    next: 'Make room, or name another folder in the environment variable ONESHOT_CACHE.',
    cause: error,
  })
}

/**
 * The data set's pictures at one size, decoded once: the first time into a packed file in the cache, later straight from
 * it. A damaged packed file is made again.
 * @throws UserError naming the file when a picture has changed or can no longer be read, or the cache cannot be written;
 *   the signal's reason when it fires
 */
export async function openPictures(
  dataset: DatasetInfo,
  target: PictureTarget,
  options: OpenOptions = {},
): Promise<PackedPictures> {
  checkTarget(target)
  const { cacheDir = cacheFolder(), memoryBudgetBytes = DEFAULT_MEMORY_BUDGET_BYTES, signal } = options
  signal?.throwIfAborted()
  const header = makeHeader(dataset.pictures.length, dataset.hash, target)
  const path = join(cacheDir, 'pictures', packedName(header))
  const isSame = (other: PackedHeader) => other.dataset === header.dataset && other.count === header.count
  const ready = tryOpenPacked(path, memoryBudgetBytes, isSame)
  if (ready !== undefined) return ready
  try {
    await writeWhole(path, (fd) => pack(fd, header, dataset, options))
  } catch (error) {
    throw explainWriting(error, path)
  }
  const made = tryOpenPacked(path, memoryBudgetBytes, isSame)
  if (made === undefined) throw new Error(`the packed file just written to ${path} is not whole`)
  return made
}
