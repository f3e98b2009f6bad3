/** What only asks: where the connection is lost over it, the page asks again. All else may have been done already, or not. */
import type { Contract } from './index.ts'

type Procedure = { [Room in keyof Contract]: `${Room}/${Extract<keyof Contract[Room], string>}` }[keyof Contract]

const names: readonly Procedure[] = [
  'app/info',
  'app/devices',
  'app/settings',
  'app/recent',
  'app/samples',
  'checks/training',
  'comparisons/pair',
  'datasets/pictures',
  'embeddings/possible',
  'embeddings/neighbours',
  'evaluations/possible',
  'evaluations/list',
  'evaluations/trials',
  'evaluations/trial',
  'evaluations/luck',
  'evaluations/csv',
  'figures/confusion',
  'files/roots',
  'files/list',
  'plan/presets',
  'plan/make',
  'plan/samplePairs',
  'plan/estimate',
  'protocols/list',
  'protocols/inspect',
  'protocols/text',
  'runs/list',
  'runs/get',
  'runs/curve',
  'runs/seek',
  'trials/json',
]

/** Their paths. */
export const QUESTIONS: ReadonlySet<string> = new Set(names)
