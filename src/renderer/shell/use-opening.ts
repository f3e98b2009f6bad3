/** Choosing and opening a data set, from wherever: a button, the menu, a shortcut, a drop. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { useClient } from '../client/index.ts'
import { useDataset } from '../stores/dataset.ts'
import { useSettings } from '../stores/settings.ts'

export const useOpening = defineStore('opening', () => {
  const client = useClient()
  const dataset = useDataset()
  const settings = useSettings()
  const router = useRouter()
  /** Whether the page's own folder browser is shown. */
  const isBrowsing = shallowRef(false)

  /** Opens it and goes to the Data page, where progress and trouble are shown. */
  async function openPath(path: string): Promise<void> {
    isBrowsing.value = false
    await router.push({ name: 'data' })
    await dataset.open(path)
  }

  /** Lets the person choose, by the system's dialog or the page's own. */
  async function choose(what: 'dataset' | 'zip' = 'dataset'): Promise<void> {
    if (settings.info?.picker !== 'native') {
      isBrowsing.value = true
      return
    }
    const path = await client.files.pick({ what }, { context: { timeoutMs: 3_600_000 } })
    if (path !== null) await openPath(path)
  }

  return { isBrowsing, openPath, choose }
})
