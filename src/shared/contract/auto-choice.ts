import type { EvaluationChoice } from './evaluations.ts'

/** Trials that are left to the program in everything. */
export const AUTO_CHOICE = {
  protocol: null,
  way: null,
  shot: null,
  trials: null,
  seed: null,
  withinGroup: null,
  acrossDrawer: null,
  classes: null,
} as const satisfies EvaluationChoice
