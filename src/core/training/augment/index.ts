export { augmentBatch, prepareBatch } from './augment.ts'
export { averageCodes, renderView, viewsOf } from './views.ts'
