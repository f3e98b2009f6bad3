import { useToast } from '@nuxt/ui/composables'
import { useClipboard } from '@vueuse/core'
import { shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { TrialDetail } from '../../../shared/contract/evaluations.ts'
import { useClient } from '../../client/index.ts'
import { download } from '../../components/charts/download.ts'
import { drawSheet } from './draw-sheet.ts'
import { layoutSheet } from './sheet-layout.ts'
import { PATIENCE } from './use-trial-list.ts'

export interface UseTrialFilesReturn {
  readonly saving: ShallowRef<boolean>
  readonly error: ShallowRef<unknown>
  savePng(trial: TrialDetail, verdict: string): Promise<void>
  saveCsv(): Promise<void>
  saveJson(): Promise<void>
  copyPaths(trial: TrialDetail): Promise<void>
  /** Does again what failed, if something did. */
  retry(): void
}

/** What can be taken away from a trial: a picture for a paper, a table, the paths of its pictures. */
export function useTrialFiles(
  of: { readonly runId: string; readonly id: string },
  protocol: string,
): UseTrialFilesReturn {
  const { t } = useI18n()
  const client = useClient()
  const toast = useToast()
  const { copy } = useClipboard({ legacy: true })
  const saving = shallowRef(false)
  const error = shallowRef<unknown>(null)

  let failed: (() => Promise<void>) | null = null

  async function working(work: () => Promise<void>): Promise<void> {
    saving.value = true
    error.value = null
    failed = null
    try {
      await work()
    } catch (thrown) {
      error.value = thrown
      failed = work
    } finally {
      saving.value = false
    }
  }

  const savePng = (trial: TrialDetail, verdict: string) =>
    working(async () => {
      const sheet = layoutSheet(trial, {
        title: `${t('trials.trialNumber', { trial: trial.trial })} · ${of.runId}`,
        verdict: `${verdict} · ${protocol}`,
        query: t('trials.query'),
        distance: t(`trials.metric.${trial.metric}`),
        right: t('trials.truth'),
        chosen: t('trials.chosen'),
        tied: t('trials.tied'),
        more: (count) => t('trials.sheetMore', { count }),
      })
      download(`${of.runId}-trial-${trial.trial}.png`, 'image/png', await drawSheet(sheet))
    })

  const saveCsv = () =>
    working(async () => {
      const text = await client.evaluations.csv(of, { context: PATIENCE })
      download(`${of.runId}-${of.id}.csv`, 'text/csv', text)
    })

  const saveJson = () =>
    working(async () => {
      const text = await client.trials.json(of, { context: PATIENCE })
      download(`${of.runId}-${of.id}.json`, 'application/json', text)
    })

  async function copyPaths({ query, ways }: TrialDetail): Promise<void> {
    await copy([query, ...ways.flatMap(({ supports }) => supports)].map(({ path }) => path).join('\n'))
    toast.add({ title: t('common.copied'), duration: 1500 })
  }

  return { saving, error, savePng, saveCsv, saveJson, copyPaths, retry: () => void (failed && working(failed)) }
}
