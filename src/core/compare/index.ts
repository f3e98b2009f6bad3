export { compareRuns, runName } from './compare-runs.ts'
export { supportSets } from './trial-facts.ts'
