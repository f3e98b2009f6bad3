/** Exports of trained runs: ONNX and TensorFlow.js, each checked by reading it back. */
export { exportRun } from './export-run.ts'
export type { Differences, ExportedFile, ExportFormat, ExportOptions, ExportResult, ExportStage } from './types.ts'
