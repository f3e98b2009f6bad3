import { shallowRef } from 'vue'
import { useClient } from '../client/index.ts'
import { useSettings } from '../stores/settings.ts'

/** A person may leave the system's dialog open for as long as they like. */
const DIALOG_MS = 3_600_000

/**
 * Lets the person choose a path: by the system's dialog where the host has one, else by the page's own browser, which the
 * caller shows while `isBrowsing`.
 */
export function usePicker(onPath: (path: string) => void | Promise<void>) {
  const client = useClient()
  const settings = useSettings()
  const isBrowsing = shallowRef(false)

  async function choose(what: 'dataset' | 'zip' | 'folder'): Promise<void> {
    if (settings.info?.picker !== 'native') {
      isBrowsing.value = true
      return
    }
    const path = await client.files.pick({ what }, { context: { timeoutMs: DIALOG_MS } })
    if (path !== null) await onPath(path)
  }

  return { isBrowsing, choose }
}
