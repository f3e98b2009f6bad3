import type { HeldOutClasses } from '../../../../shared/contract/figures.ts'
import type { EvaluationPossible } from '../../../../shared/contract/evaluations.ts'

export interface ClassesToChoose {
  readonly value: HeldOutClasses
  readonly count: number
}

/** Held-out classes of a run; those that may be looked at freely come first. */
export function classesToChoose({ classes, count, validation }: EvaluationPossible): ClassesToChoose[] {
  return [
    ...(validation > 0 ? [{ value: 'validation', count: validation } as const] : []),
    ...(classes === 'test' ? [{ value: 'test', count } as const] : []),
  ]
}
