/** A run's split as wishes that make it again: groups by name, or shares of the classes with the same seed. */
import type { PlanWishes } from '../../shared/contract/plan.ts'
import type { RunDetail } from '../../shared/contract/runs.ts'

type SplitPart = Pick<PlanWishes, 'validation' | 'test' | 'by' | 'splitSeed'>
type Split = NonNullable<RunDetail['details']>['split']

const groupOf = (name: string) => name.slice(0, Math.max(0, name.indexOf('/')))

/** What to ask of a plan so that it sets the same classes apart, on the same pictures. */
export function splitWishes({ by, seed, train, validation, test }: Split): SplitPart {
  const all = train.length + validation.length + test.length
  const part = (names: readonly string[]) => {
    if (names.length === 0) return 0
    return by === 'group' ? [...new Set(names.map(groupOf))] : names.length / all
  }
  return { by, splitSeed: seed, validation: part(validation), test: part(test) }
}
