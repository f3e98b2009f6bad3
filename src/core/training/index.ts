export { TrainingControl } from './loop/control.ts'
export { trainRun } from './session/train-run.ts'
export type { TrainRunOptions } from './session/open.ts'
