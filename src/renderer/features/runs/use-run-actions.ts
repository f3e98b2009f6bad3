import { useToast } from '@nuxt/ui/composables'
import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { RunSummary } from '../../../shared/contract/runs.ts'
import { useClient } from '../../client/index.ts'
import { useErrorToast } from '../../components/use-error-toast.ts'
import { useContinuing } from '../../stores/continuing.ts'
import { useDuplicating } from '../../stores/duplicating.ts'
import { useRuns } from '../../stores/runs.ts'

/** What can be done with a run from the list. What goes wrong is told in a toast. */
export function useRunActions() {
  const { t } = useI18n()
  const client = useClient()
  const router = useRouter()
  const runs = useRuns()
  const continuing = useContinuing()
  const duplicating = useDuplicating()
  const toast = useToast()
  const tellError = useErrorToast()
  /** What was asked for is not answered yet; nothing else can be asked for meanwhile. */
  const isWorking = shallowRef(false)

  async function attempt(work: () => Promise<unknown>): Promise<void> {
    if (isWorking.value) return
    isWorking.value = true
    try {
      await work()
    } catch (thrown) {
      tellError(thrown)
    } finally {
      isWorking.value = false
    }
  }

  const show = (name: 'train' | 'evaluate', { id }: RunSummary): void => {
    runs.setCurrent(id)
    void router.push({ name, params: { runId: id } })
  }
  const duplicate = ({ id }: RunSummary) =>
    attempt(async () => {
      await router.push({ name: 'train', params: { runId: '' } })
      await duplicating.start(id)
    })
  /** Its page says what stands in the way, and asks for pictures that were moved. */
  const goOn = (run: RunSummary) => {
    show('train', run)
    void continuing.start(run.id)
  }
  const archive = ({ id, archived }: RunSummary) =>
    attempt(async () => {
      await client.runs.archive({ id, archived: !archived })
      await runs.refresh()
    })
  const restore = (id: string) =>
    attempt(async () => {
      await client.runs.restore({ id })
      await runs.refresh()
    })
  const remove = ({ id }: RunSummary) =>
    attempt(async () => {
      await client.runs.remove({ id })
      await runs.refresh()
      toast.add({
        title: t('runs.removed', { name: id }),
        color: 'neutral',
        duration: 12_000,
        actions: [{ label: t('common.undo'), color: 'neutral', variant: 'outline', onClick: () => void restore(id) }],
      })
    })
  const reveal = ({ dir }: RunSummary) => attempt(() => client.files.reveal({ path: dir }))

  return { isWorking, show, duplicate, goOn, archive, remove, reveal }
}
