import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Exported, ExportEvent, ExportFormat, ExportStage } from '../../shared/contract/exports.ts'
import { useStream } from '../client/index.ts'

interface Asked {
  readonly runId: string
  readonly format: ExportFormat
  readonly fold: boolean
  readonly out: string | null
}

/** The export under way, and the last one that was made. */
export const useExporting = defineStore('exporting', () => {
  const asked = shallowRef<Asked | null>(null)
  const stage = shallowRef<ExportStage | null>(null)
  const result = shallowRef<{ readonly runId: string; readonly exported: Exported } | null>(null)
  const error = shallowRef<unknown>(null)

  const stream = useStream<ExportEvent>(
    (client, signal) =>
      asked.value ? client.exports.run(asked.value, { signal, context: { timeoutMs: 600_000 } }) : undefined,
    {
      onEvent: (event) => {
        if (event.kind === 'stage') stage.value = event.stage
        else result.value = { runId: asked.value!.runId, exported: event.exported }
      },
      onError: (thrown) => (error.value = thrown),
      reopen: false,
      immediate: false,
    },
  )

  function start(what: Asked): void {
    asked.value = what
    stage.value = null
    result.value = null
    error.value = null
    stream.start()
  }

  return { asked, stage, result, error, running: stream.running, start, cancel: stream.stop }
})
