export { augmentBatch, prepareBatch, type AugmentOptions, type PixelBatch } from './augment.ts'
export type { Outside, PictureSize } from './resample.ts'
export { averageCodes, renderView, viewsOf, type View } from './views.ts'
