/** Exports of trained runs: ONNX and TensorFlow.js, each checked by reading it back. */
export { exportRun } from './export-run.ts'
export type { ExportOptions, ExportResult, ExportStage } from './types.ts'
