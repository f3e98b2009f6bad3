/** Maps of a run's embeddings. */
export { choosePictures, classesOf } from './choose-pictures.ts'
export type { MapPictures } from './choose-pictures.ts'
export { keptCodes } from './kept-codes.ts'
export type { MapCodes } from './kept-codes.ts'
export { findMap, keepMap } from './kept-map.ts'
export { makeMap } from './make-map.ts'
export type { CodeMap, MapStage } from './make-map.ts'
