/** Choosing and opening a data set, from wherever: a button, the menu, a shortcut, a drop. */
import { defineStore } from 'pinia'
import { useRouter } from 'vue-router'
import { useDataset } from '../stores/dataset.ts'
import { usePicker } from './use-picker.ts'

export const useOpening = defineStore('opening', () => {
  const dataset = useDataset()
  const router = useRouter()
  const { isBrowsing, choose: pick } = usePicker(openPath)

  /** Opens it and goes to the Data page, where progress and trouble are shown. */
  async function openPath(path: string): Promise<void> {
    isBrowsing.value = false
    await router.push({ name: 'data' })
    await dataset.open(path)
  }

  /** Lets the person choose, and opens it. */
  const choose = (what: 'dataset' | 'zip' = 'dataset'): Promise<void> => pick(what)

  return { isBrowsing, openPath, choose }
})
