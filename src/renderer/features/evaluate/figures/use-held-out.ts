/** Which held-out classes the figures are about, and whether they may be looked at. */
import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import type { HeldOutClasses } from '../../../../shared/contract/figures.ts'
import type { EvaluationPossible } from '../../../../shared/contract/evaluations.ts'
import { useEvaluations } from '../../../stores/evaluations.ts'
import { useHeldOutChoice } from '../../../stores/held-out.ts'
import { classesToChoose } from './classes.ts'
import type { ClassesToChoose } from './classes.ts'

export interface UseHeldOutReturn {
  /** What the run can be asked; null as long as that is not known. */
  readonly possible: ComputedRef<EvaluationPossible | null>
  /** What there is, in the order of the list; empty where nothing was held out. */
  readonly choices: ComputedRef<readonly ClassesToChoose[]>
  /** Null where nothing was held out, or as long as that is not known. */
  readonly classes: ComputedRef<HeldOutClasses | null>
  /** Test classes that nobody has asked for. */
  readonly isLocked: ComputedRef<boolean>
  choose(classes: HeldOutClasses): void
  unlock(): void
}

/** What is chosen is shared by all figures of a run. */
export function useHeldOut(runId: () => string): UseHeldOutReturn {
  const evaluations = useEvaluations()
  const store = useHeldOutChoice()
  // The panel of another run may be kept while the page is about this one.
  const possible = computed(() => (evaluations.runId === runId() ? evaluations.possible : null))
  const choices = computed(() => (possible.value ? classesToChoose(possible.value) : []))
  const classes = computed(() => {
    const wanted = store.chosenFor(runId())
    const found = choices.value.find(({ value }) => value === wanted) ?? choices.value[0]
    return found?.value ?? null
  })
  return {
    possible,
    choices,
    classes,
    isLocked: computed(() => classes.value === 'test' && !store.isUnlocked(runId())),
    choose: (value) => store.choose(runId(), value),
    unlock: () => store.unlock(runId()),
  }
}
