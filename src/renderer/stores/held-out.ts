import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { HeldOutClasses } from '../../shared/contract/figures.ts'

/** Which classes of each run the figures are about, and whose test classes were asked for; until the page is closed. */
export const useHeldOutChoice = defineStore('held-out', () => {
  const chosen = shallowRef<ReadonlyMap<string, HeldOutClasses>>(new Map())
  const unlocked = shallowRef<ReadonlySet<string>>(new Set())

  return {
    chosenFor: (runId: string) => chosen.value.get(runId),
    choose: (runId: string, classes: HeldOutClasses): void => {
      chosen.value = new Map(chosen.value).set(runId, classes)
    },
    isUnlocked: (runId: string) => unlocked.value.has(runId),
    unlock: (runId: string): void => void (unlocked.value = new Set(unlocked.value).add(runId)),
  }
})
