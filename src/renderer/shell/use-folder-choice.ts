/** Choosing a folder for a field: by the system's dialog, or the page's own where there is none. */
import { shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import { useClient } from '../client/index.ts'
import { useSettings } from '../stores/settings.ts'

export interface UseFolderChoiceReturn {
  /** For the model of a `FolderBrowser` beside the field. */
  readonly isBrowsing: ShallowRef<boolean>
  choose(what: 'dataset' | 'folder'): Promise<void>
  readonly chosen: (path: string) => void
}

/** A person may think about a dialog for as long as they like. */
const PATIENCE_MS = 3_600_000

export function useFolderChoice(onChosen: (path: string) => void): UseFolderChoiceReturn {
  const client = useClient()
  const settings = useSettings()
  const isBrowsing = shallowRef(false)

  async function choose(what: 'dataset' | 'folder'): Promise<void> {
    if (settings.info?.picker !== 'native') {
      isBrowsing.value = true
      return
    }
    const path = await client.files.pick({ what }, { context: { timeoutMs: PATIENCE_MS } })
    if (path !== null) onChosen(path)
  }

  return { isBrowsing, choose, chosen: onChosen }
}
