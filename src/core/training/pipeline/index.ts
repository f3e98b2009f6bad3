export type { Batch, BatchSource } from './batch.ts'
export { openBatches } from './source.ts'
export type { BatchJob } from './maker.ts'
