export { checkFits, loadCheckpoint, loopStateSchema, saveCheckpoint } from './checkpoint.ts'
export type { Checkpoint, LoadedCheckpoint, LoopState } from './checkpoint.ts'
export { decodeSafetensors, encodeSafetensors, SafetensorsError } from './safetensors.ts'
export type { SafetensorsFile } from './safetensors.ts'
