import { Thumbnails } from '../../core/dataset/index.ts'
import type { PicturePlace } from '../../core/dataset/index.ts'
import type { Task } from './task.ts'

export interface ThumbnailInput {
  readonly place: PicturePlace
  /** Longer side, pixels. */
  readonly size: number
}

const thumbnails = new Thumbnails()

/** A WebP file. */
export const thumbnail: Task<ThumbnailInput, Uint8Array> = ({ place, size }) => thumbnails.make(place, size)
