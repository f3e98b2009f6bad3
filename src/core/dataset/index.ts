/**
 * Data sets: a folder of classes or its zip (`sources`) is scanned and split by class; each file is decoded once (`decode`), kept
 * (`packed`) and read in batches.
 */
export { decodeFile } from './decode/decode.ts'
export type { DrawerOption } from './drawer.ts'
export { openPictures } from './open-pictures.ts'
export { DEFAULT_MEMORY_BUDGET_BYTES } from './packed/packed-pictures.ts'
export type { PackedPictures } from './packed/packed-pictures.ts'
export type { Progress } from './parallel.ts'
export { Thumbnails } from './thumbnails.ts'
export type { PicturePlace } from './thumbnails.ts'
export { readPictures } from './read-pictures.ts'
export { scanDataset } from './scan.ts'
export type { ScanOptions } from './scan.ts'
export { splitClasses } from './split.ts'
export type { PictureTarget } from './target.ts'
