import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** How the list of runs is looked at; it stays so while the person is on other pages. */
export const useRunsView = defineStore('runs-view', () => {
  const search = shallowRef('')
  const showArchived = shallowRef(false)
  const isBySeed = shallowRef(false)
  /** Runs laid over each other. */
  const ticked = shallowRef<readonly string[]>([])
  return { search, showArchived, isBySeed, ticked }
})
