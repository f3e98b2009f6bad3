export { describeTrial, listTrials, trialsCsv } from './describe-trials.ts'
export type { DescribedRow, DescribedTrial, DescribedWay, ListOptions, TrialPicture } from './describe-trials.ts'
export { OpenTrials } from './open-trials.ts'
export type { ScoredTrial } from './open-trials.ts'
