import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { MAP_DEFAULTS } from '../../shared/code-map.ts'
import type { MapOptions } from '../../shared/code-map.ts'
import type { SplitPart } from '../../shared/split.ts'
import type { EmbeddingMap, MapEvent, PossibleMaps } from '../../shared/contract/embeddings.ts'
import { useClient, useStream } from '../client/index.ts'

/** A map that is asked for. */
export interface AskedMap {
  readonly runId: string
  readonly parts: SplitPart[]
  readonly options: MapOptions
}

type Progress = Extract<MapEvent, { kind: 'progress' }>

/** The map of embeddings under way or shown; it goes on while the person looks at other pages. */
export const useMapping = defineStore('mapping', () => {
  const client = useClient()
  const asked = shallowRef<AskedMap | null>(null)
  /** Whether it is being made, and not just looked for. */
  const isMaking = shallowRef(false)
  const progress = shallowRef<Progress | null>(null)
  const shown = shallowRef<{ readonly asked: AskedMap; readonly map: EmbeddingMap } | null>(null)
  /** It was looked for, and was not made before. */
  const isNew = shallowRef(false)
  const error = shallowRef<unknown>(null)
  const possible = shallowRef<(PossibleMaps & { readonly runId: string }) | null>(null)
  const possibleError = shallowRef<unknown>(null)
  /** What the person chose; null where they left it to the page. */
  const parts = shallowRef<SplitPart[] | null>(null)
  const options = shallowRef<MapOptions>(MAP_DEFAULTS)
  let loads = 0

  const stream = useStream<MapEvent>(
    (own, signal) =>
      asked.value
        ? own.embeddings.map({ ...asked.value, make: isMaking.value }, { signal, context: { timeoutMs: 600_000 } })
        : undefined,
    { onEvent, onError: (thrown) => (error.value = thrown), immediate: false },
  )

  function onEvent(event: MapEvent): void {
    if (event.kind === 'progress') {
      progress.value = event
      return
    }
    if (event.kind === 'none') isNew.value = true
    else {
      shown.value = { asked: asked.value!, map: event.map }
      if (asked.value!.parts.includes('test')) void load(asked.value!.runId)
    }
  }

  function start(what: AskedMap, make: boolean): void {
    asked.value = what
    isMaking.value = make
    progress.value = null
    isNew.value = false
    error.value = null
    stream.start()
  }

  function cancel(): void {
    stream.stop()
    isNew.value = true
  }

  /** Nothing to ask for now: test classes that were not unlocked. */
  function clear(): void {
    stream.stop()
    asked.value = null
    isNew.value = false
    error.value = null
  }

  async function load(runId: string): Promise<void> {
    const own = ++loads
    if (possible.value?.runId !== runId) possible.value = null
    possibleError.value = null
    try {
      const found = await client.embeddings.possible({ runId }, { context: { timeoutMs: 600_000 } })
      // One run's pictures take long, another's are at hand.
      if (own === loads) possible.value = { ...found, runId }
    } catch (thrown) {
      if (own === loads) possibleError.value = thrown
    }
  }

  const running = computed(() => stream.running.value)
  return {
    asked,
    isMaking,
    progress,
    shown,
    isNew,
    error,
    possible,
    possibleError,
    parts,
    options,
    running,
    start,
    cancel,
    clear,
    load,
  }
})
