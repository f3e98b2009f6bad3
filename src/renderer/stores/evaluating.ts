import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { EvaluateEvent, Evaluation, EvaluationChoice } from '../../shared/contract/evaluations.ts'
import { useStream } from '../client/index.ts'
import { useEvaluations } from './evaluations.ts'
import { useRuns } from './runs.ts'
import { trialsOf } from './same-trials.ts'

interface Asked {
  readonly runId: string
  readonly choice: EvaluationChoice
  readonly data: string | null
  /** Runs that are given the same trials afterwards, one after another. */
  readonly others?: readonly string[]
}

/** The evaluation under way; it goes on while the person looks at other pages. */
export const useEvaluating = defineStore('evaluating', () => {
  const evaluations = useEvaluations()
  const runs = useRuns()
  const asked = shallowRef<Asked | null>(null)
  /** How many of the runs asked for are done. */
  const done = shallowRef(0)
  const progress = shallowRef<Extract<EvaluateEvent, { kind: 'progress' }> | null>(null)
  const latest = shallowRef<{ readonly runId: string; readonly evaluation: Evaluation } | null>(null)
  const error = shallowRef<unknown>(null)

  /** Hash of the trials of all, once the first run has them. */
  let hash = ''

  /** Runs asked for, in their order. */
  const targets = computed(() => (asked.value ? [asked.value.runId, ...(asked.value.others ?? [])] : []))
  /** The one at hand. */
  const target = computed(() => targets.value[done.value])

  /** What to ask of the run at hand: the first decides the trials of all. */
  function question(): Asked | undefined {
    if (!asked.value || target.value === undefined) return undefined
    const { runId, choice, data } = asked.value
    if (done.value === 0) return { runId, choice, data }
    const dir = runs.list.find(({ id }) => id === runId)?.dir ?? ''
    return { runId: target.value, choice: trialsOf(dir, hash), data }
  }
  const stream = useStream<EvaluateEvent>(
    (client, signal) => {
      const asking = question()
      return asking && client.evaluations.run(asking, { signal, context: { timeoutMs: 600_000 } })
    },
    { onEvent, onEnd, onError: (thrown) => (error.value = thrown), reopen: false, immediate: false },
  )

  function onEvent(event: EvaluateEvent): void {
    if (event.kind === 'progress') {
      progress.value = event
      return
    }
    const runId = target.value!
    latest.value = { runId, evaluation: event.evaluation }
    if (done.value === 0) hash = event.evaluation.protocol.hash
    if (evaluations.runId === runId) void evaluations.load(runId)
    void runs.refresh()
  }

  function onEnd(): void {
    progress.value = null
    if (++done.value < targets.value.length) stream.start()
  }

  function start(what: Asked): void {
    asked.value = what
    done.value = 0
    progress.value = null
    latest.value = null
    error.value = null
    stream.start()
  }

  /** Goes on where it was refused: what stood in its way was put right. */
  function again(): void {
    error.value = null
    if (target.value !== undefined) stream.start()
  }

  return {
    asked,
    targets,
    target,
    done,
    progress,
    latest,
    error,
    running: stream.running,
    start,
    again,
    cancel: stream.stop,
  }
})
