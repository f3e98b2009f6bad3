export { checkFits, loadCheckpoint, saveCheckpoint } from './checkpoint.ts'
export type { Checkpoint, LoadedCheckpoint, LoopState } from './checkpoint.ts'
