import type { DatasetInfo } from '../../shared/dataset.ts'
import { pictureAt, readScannedFile } from './open-pictures.ts'
import { reopenSource } from './sources/open-source.ts'

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
