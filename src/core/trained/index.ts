/** Using what a run has learnt. */
export { embedWithRun } from './embed-files.ts'
export type { EmbeddedFiles } from './embed-files.ts'
export type { Embedder } from './embedder.ts'
export { evaluateGroup, type GroupEvaluation } from './evaluate-group.ts'
export { evaluateRun, evaluationId } from './evaluate-run.ts'
export type { EvaluateRunOptions } from './evaluate-run.ts'
export { evaluationFigures, RunFigures } from './figures/index.ts'
export type {
  BaselinesCall,
  CurveChoice,
  EvaluationFigures,
  VerificationChoice,
  WantedFigures,
} from './figures/index.ts'
export { inspectProtocol } from './inspect-protocol.ts'
export type { InspectedProtocol } from './inspect-protocol.ts'
export { openTrained } from './open-trained.ts'
export type { Trained } from './open-trained.ts'
export { RunCodes } from './run-codes.ts'
export type { RunCodesCall } from './run-codes.ts'
export { possibleEvaluations } from './possible.ts'
export type { Possible } from './possible.ts'
export { scanRunDataset } from './run-dataset.ts'
