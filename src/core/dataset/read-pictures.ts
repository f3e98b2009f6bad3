import type { DatasetInfo, PictureInfo } from '../../shared/dataset.ts'
import { messageOf, UserError } from '../../shared/errors.ts'
import { decodeInto } from './decode/decode.ts'
import { readScannedFile } from './open-pictures.ts'
import { openSource } from './sources/open-source.ts'
import { forEachParallel } from './parallel.ts'
import { bytesPerPicture } from './target.ts'
import type { PictureTarget } from './target.ts'

/**
 * A few pictures at one size, decoded now: for looking at them before the whole data set is decoded.
 * @throws UserError naming the file that has changed or is gone
 */
export async function readPictures(
  place: Pick<DatasetInfo, 'root' | 'base'>,
  pictures: readonly PictureInfo[],
  target: PictureTarget,
  signal?: AbortSignal,
): Promise<Uint8Array[]> {
  const { source } = openSource(place.root)
  try {
    const read = pictures.map(() => new Uint8Array(bytesPerPicture(target)))
    const decode = async (index: number): Promise<void> => {
      const picture = pictures[index] as PictureInfo
      const bytes = await readScannedFile(place, picture, source)
      try {
        await decodeInto(read[index] as Uint8Array, bytes, target, picture)
      } catch (error) {
        throw new UserError('picture-unreadable', `${picture.path} in ${place.root} ${messageOf(error)}.`, {
          subject: picture.path,
          next: 'Scan the data set again.',
          cause: error,
        })
      }
    }
    await forEachParallel(pictures.length, decode, signal === undefined ? {} : { signal })
    return read
  } finally {
    source.close()
  }
}
