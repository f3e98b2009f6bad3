import { useToast } from '@nuxt/ui/composables'
import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Language } from '../../shared/contract/app.ts'
import type { ReportEvent } from '../../shared/contract/reports.ts'
import { useStream } from '../client/index.ts'
import { download } from './charts/download.ts'
import { useSentence } from './use-sentence.ts'

interface Asked {
  readonly runId: string
  readonly evaluation: string
}

/** Makes the report of an evaluation and hands it to the person as a file. */
export function useReport() {
  const { t, locale } = useI18n()
  const toast = useToast()
  const sentence = useSentence()
  const asked = shallowRef<Asked | null>(null)
  const progress = shallowRef<Extract<ReportEvent, { kind: 'progress' }> | null>(null)
  const error = shallowRef<unknown>(null)

  const stream = useStream<ReportEvent>(
    (client, signal) =>
      asked.value
        ? client.reports.make(
            { ...asked.value, language: locale.value as Language },
            { signal, context: { timeoutMs: 600_000 } },
          )
        : undefined,
    { onEvent, onError: (thrown) => (error.value = thrown), reopen: false, immediate: false },
  )

  function onEvent(event: ReportEvent): void {
    if (event.kind === 'progress') {
      progress.value = event
      return
    }
    const { runId } = asked.value!
    download(`${runId}-report.html`, 'text/html', event.html)
    const [first] = event.missing
    toast.add({
      title: t('report.saved', { name: `${runId}-report.html` }),
      ...(first === undefined ? {} : { description: t('report.missing', { reason: sentence(null, first).text }) }),
      color: 'neutral',
    })
  }

  function start(what: Asked): void {
    asked.value = what
    progress.value = null
    error.value = null
    stream.start()
  }

  const again = (): void => void (asked.value && start(asked.value))
  return { asked, progress, error, running: stream.running, start, again, cancel: stream.stop }
}

export type Report = ReturnType<typeof useReport>
