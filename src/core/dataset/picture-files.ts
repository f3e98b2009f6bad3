import type { DatasetInfo } from '../../shared/dataset.ts'
import { messageOf, UserError } from '../../shared/errors.ts'
import { decodeOwn } from './decode.ts'
import { pictureAt, readScannedFile } from './open-pictures.ts'
import { reopenSource } from './open-source.ts'
import { sharpOf, sharpOfFile } from './sharp-decoder.ts'

/** The file of one picture, as it lies in the data set. @throws UserError when it has changed or is gone */
export async function readPictureFile(dataset: DatasetInfo, index: number): Promise<Buffer> {
  const picture = pictureAt(dataset, index)
  const source = reopenSource(dataset)
  try {
    return await readScannedFile(dataset, picture, source)
  } finally {
    source.close()
  }
}

/**
 * A small WebP of one picture: upright, on white, fitting in a square of `size` pixels, never enlarged.
 * @throws UserError when the file has changed or is gone
 */
export async function thumbnail(dataset: DatasetInfo, index: number, size: number): Promise<Buffer> {
  const bytes = await readPictureFile(dataset, index)
  try {
    const own = await decodeOwn(bytes)
    const picture = own === undefined ? await sharpOfFile(bytes) : await sharpOf(own)
    return await picture
      .flatten({ background: '#ffffff' })
      .resize(size, size, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 85 })
      .toBuffer()
  } catch (error) {
    if (error instanceof UserError) throw error
    const path = pictureAt(dataset, index).path
    throw new UserError('picture-unreadable', `${path} cannot be shown: ${messageOf(error)}.`, {
      subject: path,
      next: 'Scan the data set again.',
      cause: error,
    })
  }
}
