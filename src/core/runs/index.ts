export { writeAtomic, writeError, writeJson } from './atomic.ts'
export type { AtomicFs } from './atomic.ts'
export { CurveReader } from './curve.ts'
export type { Curve } from './curve.ts'
export { decimatedRows, rowsWithin, takeRows } from './decimate.ts'
export { clearRunEnd, readRunEnd, writeRunEnd } from './end.ts'
export type { RunEnd } from './end.ts'
export {
  checkEvaluatedThere,
  evaluationFile,
  listTestUses,
  moveEvaluated,
  noteTestLook,
  noteTestUse,
  protocolFile,
  readCredits,
  readEvaluation,
  readEvaluations,
  testUses,
} from './evaluations.ts'
export type { StoredEvaluation, TestUse } from './evaluations.ts'
export { dateOf, freeFolder, newRunFolder, REMOVED } from './folder.ts'
export { groupBase, memberFolder, newGroupFolder, nextOfGroup, readGroup, seedsOf } from './group.ts'
export type { GroupMember, NextOfGroup, RunGroup } from './group.ts'
export { readJson } from './json-file.ts'
export { rememberMoved } from './moved.ts'
export { runPaths } from './layout.ts'
export type { RunPaths } from './layout.ts'
export { lockRun, runOwner } from './lock.ts'
export { logLine } from './log.ts'
export { finite, isValidation, MetricsWriter, readMetrics, truncateMetrics } from './metrics.ts'
export type { MetricsLine, StepLine, ValidationLine } from './metrics.ts'
export { lastStep, peekCheckpoint, peekMetrics } from './peek.ts'
export type { PeekedLoop } from './peek.ts'
export { checkDataset, makeRecord, seedKey, splitOf } from './record.ts'
export type { RunRecord } from './record.ts'
export { checkNewRun, createRun, isRun, moveRun, openRun, readRecord } from './run.ts'
export type { Run } from './run.ts'
export { changedVersions, currentVersions } from './versions.ts'
