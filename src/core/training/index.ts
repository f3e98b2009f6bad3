export { TrainingControl } from './loop/control.ts'
export { trainRun } from './session/train-run.ts'
