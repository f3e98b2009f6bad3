import { shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DatasetPicture } from '../../../shared/contract/datasets.ts'
import { useClient } from '../../client/index.ts'
import { baseName } from '../../format.ts'
import { useDataset } from '../../stores/dataset.ts'
import type { ProblemRow } from './problems.ts'

export type PanelPicture = Pick<DatasetPicture, 'index' | 'path'> & Partial<DatasetPicture>

export interface PanelContent {
  readonly title: string
  /** Null while they are asked for. */
  readonly pictures: readonly PanelPicture[] | null
  /** Whether the path stands beside each: of copies it is what tells them apart. */
  readonly withPaths: boolean
  readonly error: unknown
}

export interface UsePicturePanelReturn {
  /** Null while the panel is closed. */
  readonly content: Readonly<ShallowRef<PanelContent | null>>
  readonly show: (what: NonNullable<ProblemRow['shows']>) => Promise<void>
  readonly close: () => void
}

/** What the panel beside the Data page shows: all pictures of a class, or the copies or look-alikes of one. */
export function usePicturePanel(): UsePicturePanelReturn {
  const { t } = useI18n()
  const client = useClient()
  const dataset = useDataset()
  const content = shallowRef<PanelContent | null>(null)
  let asked = 0

  function close(): void {
    asked++
    content.value = null
  }

  async function show(what: NonNullable<ProblemRow['shows']>): Promise<void> {
    const own = ++asked
    if (what.kind !== 'class') {
      const pictures = what.pictures.map((index, i) => ({ index, path: what.paths[i] ?? '' }))
      content.value = {
        title: t(what.kind === 'copies' ? 'data.copiesOf' : 'data.alikeOf', { name: baseName(what.paths[0] ?? '') }),
        pictures,
        withPaths: true,
        error: null,
      }
      return
    }
    const title = dataset.current?.classes[what.index]?.name ?? ''
    content.value = { title, pictures: null, withPaths: false, error: null }
    try {
      const pictures = await dataset.withDataset((id) => client.datasets.pictures({ id, classIndex: what.index }))
      if (own === asked) content.value = { title, pictures, withPaths: false, error: null }
    } catch (error) {
      if (own === asked) content.value = { title, pictures: [], withPaths: false, error }
    }
  }

  watch(() => dataset.current?.hash, close)
  return { content, show, close }
}
