import { computed, shallowRef, watch } from 'vue'
import type { LookAlikes, LookAlikesEvent } from '../../../shared/contract/datasets.ts'
import { refusal, useStream } from '../../client/index.ts'
import { useDataset } from '../../stores/dataset.ts'

/** Looks for look-alikes of the data set that is open, while somebody is there to read of them. */
export function useLookAlikes() {
  const dataset = useDataset()
  const found = shallowRef<LookAlikes | null>(null)
  const progress = shallowRef<{ readonly done: number; readonly total: number | null } | null>(null)
  const error = shallowRef<unknown>(null)

  const stream = useStream<LookAlikesEvent>(
    (client, signal) => {
      const id = dataset.current?.id
      return id === undefined
        ? undefined
        : client.datasets.lookAlikes({ id }, { signal, context: { timeoutMs: 120_000 } })
    },
    {
      onEvent: (event) => {
        if (event.kind === 'progress') progress.value = event
        else found.value = event.lookAlikes
      },
      onError: (thrown) => {
        // What the host has forgotten is opened again by whoever else asks; then this begins anew.
        if (refusal(thrown)?.code !== 'dataset/not-open') error.value = thrown
      },
      immediate: false,
    },
  )

  const isStopped = shallowRef(false)

  function start(): void {
    isStopped.value = false
    found.value = null
    progress.value = null
    error.value = null
    if (dataset.current) stream.start()
    else stream.stop()
  }
  watch(() => dataset.current, start, { immediate: true })

  function stop(): void {
    isStopped.value = true
    stream.stop()
  }

  return {
    found,
    progress: computed(() => (stream.running.value ? progress.value : null)),
    error,
    /** Whether the person ended it. */
    isStopped,
    stop,
    start,
  }
}
