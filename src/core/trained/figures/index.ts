export { heldOut } from './held-out.ts'
export type { HeldOutClasses } from './held-out.ts'
export { RunFigures } from './run-figures.ts'
export type { CurveChoice, VerificationChoice } from './run-figures.ts'
