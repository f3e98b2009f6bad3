import type { Pixels } from '../../shared/pixels.ts'
import { showPictures } from '../../core/planning/show-pictures.ts'
import type { ShowInput } from '../../core/planning/show-pictures.ts'
import type { Task } from './task.ts'

/** Pictures of a batch as the network would be fed them. */
export const show: Task<ShowInput, Pixels[]> = (input, { signal }) => showPictures(input, signal)
