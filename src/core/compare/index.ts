export { compareRuns, runName } from './compare-runs.ts'
