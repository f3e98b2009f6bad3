import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { EvaluateEvent, Evaluation, EvaluationChoice } from '../../shared/contract/evaluations.ts'
import { useStream } from '../client/index.ts'
import { useEvaluations } from './evaluations.ts'
import { useRuns } from './runs.ts'

interface Asked {
  readonly runId: string
  readonly choice: EvaluationChoice
  readonly data: string | null
}

/** The evaluation under way; it goes on while the person looks at other pages. */
export const useEvaluating = defineStore('evaluating', () => {
  const evaluations = useEvaluations()
  const runs = useRuns()
  const asked = shallowRef<Asked | null>(null)
  const progress = shallowRef<Extract<EvaluateEvent, { kind: 'progress' }> | null>(null)
  const latest = shallowRef<{ readonly runId: string; readonly evaluation: Evaluation } | null>(null)
  const error = shallowRef<unknown>(null)

  const stream = useStream<EvaluateEvent>(
    (client, signal) =>
      asked.value ? client.evaluations.run(asked.value, { signal, context: { timeoutMs: 600_000 } }) : undefined,
    { onEvent, onError: (thrown) => (error.value = thrown), reopen: false, immediate: false },
  )

  function onEvent(event: EvaluateEvent): void {
    if (event.kind === 'progress') {
      progress.value = event
      return
    }
    const { runId } = asked.value!
    latest.value = { runId, evaluation: event.evaluation }
    if (evaluations.runId === runId) void evaluations.load(runId)
    void runs.refresh()
  }

  function start(what: Asked): void {
    asked.value = what
    progress.value = null
    latest.value = null
    error.value = null
    stream.start()
  }

  /** The same once more: what stood in its way was put right. */
  function again(): void {
    if (asked.value) start(asked.value)
  }

  return { asked, progress, latest, error, running: stream.running, start, again, cancel: stream.stop }
})
