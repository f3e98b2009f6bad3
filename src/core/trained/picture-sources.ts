/** Where the pictures of an evaluation or a query come from: a scanned data set, or files by path. */
import type { DatasetInfo, PictureInfo } from '../../shared/dataset.ts'
import { decodeFile, openPictures } from '../dataset/index.ts'
import type { PictureTarget } from '../dataset/index.ts'
import { turnedPictures, turnPixels, unturned } from '../evaluation/index.ts'
import type { PictureReader } from './embedder.ts'

export interface OpenReader extends PictureReader {
  close(): void
}

export interface PictureSource {
  /** Name, for what is written about it. */
  readonly root: string
  /** Folder or zip that the paths of the pictures start from. */
  readonly folder: string
  readonly hash: string
  readonly pictures: readonly Pick<PictureInfo, 'path' | 'hash' | 'width' | 'height' | 'turn'>[]
  readonly colour: DatasetInfo['colour']
  /** The pictures at a size. */
  open(target: PictureTarget, onProgress?: (done: number, total: number) => void): Promise<OpenReader>
}

/** Pictures of a data set, through its packed cache. */
export function datasetSource(dataset: DatasetInfo, cacheDir?: string): PictureSource {
  const { root, hash, pictures, colour } = dataset
  return {
    root,
    folder: root,
    hash,
    pictures,
    colour,
    async open(target, onProgress) {
      const packed = await openPictures(dataset, target, {
        ...(cacheDir === undefined ? {} : { cacheDir }),
        ...(onProgress === undefined ? {} : { onProgress: ({ done, total }) => onProgress(done, total) }),
      })
      return {
        read: (indices) => packed.read(indices),
        hash: (index) => pictures[index]?.hash,
        close: () => packed.close(),
      }
    },
  }
}

/**
 * The same pictures four times, a quarter turn further each time (see `turnedDataset`). They are turned after they were
 * brought to size; reading quarter turns at a size that is not square throws UserError `protocol/not-square`.
 */
export function turnedSource(source: PictureSource): PictureSource {
  const count = source.pictures.length
  const pictures = turnedPictures(source.pictures)
  return {
    ...source,
    pictures,
    async open(target, onProgress) {
      const reader = await source.open(target, onProgress)
      const size = target.width * target.height * target.channels
      return {
        async read(indices) {
          const meant = indices.map((index) => unturned(index, count))
          const pixels = await reader.read(meant.map(({ index }) => index))
          meant.forEach(({ turn }, row) => {
            if (turn === 0) return
            const own = pixels.subarray(row * size, (row + 1) * size)
            own.set(turnPixels(own, target.width, target.height, turn))
          })
          return pixels
        },
        hash: (index) => pictures[index]?.hash,
        close: () => reader.close(),
      }
    },
  }
}

/** Reads pictures by path, each decoded once; for the few hundred of a query or a published test. */
export function fileReader(
  files: readonly { readonly file: string; readonly hash?: string }[],
  target: PictureTarget,
): OpenReader {
  const size = target.width * target.height * target.channels
  const decoded = new Map<number, Promise<Uint8Array>>()
  const one = (index: number): Promise<Uint8Array> => {
    const known = decoded.get(index)
    if (known) return known
    const file = files[index]
    if (!file) throw new RangeError(`there is no picture ${index}`)
    const made = decodeFile(file.file, target)
    decoded.set(index, made)
    return made
  }
  return {
    async read(indices) {
      const out = new Uint8Array(indices.length * size)
      const pictures = await Promise.all(indices.map(one))
      pictures.forEach((picture, row) => out.set(picture, row * size))
      return out
    },
    hash: (index) => files[index]?.hash,
    close: () => decoded.clear(),
  }
}
