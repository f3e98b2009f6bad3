import { watch } from 'vue'
import { useRouter } from 'vue-router'
import { useConnection } from '../client/index.ts'

/** Milliseconds after the first connection: the first page comes first. */
const PATIENCE = 4_000

/** Fetches the other pages' code while nothing else is to do, so that a lost connection later does not keep anyone from going there. */
export function usePrefetch(): void {
  const router = useRouter()
  const { status } = useConnection()

  async function fetchPages(): Promise<void> {
    for (const { components } of router.getRoutes()) {
      const load = components?.['default']
      // One after the other, and whatever fails is asked for again when it is gone to.
      if (typeof load === 'function') await (load as () => Promise<unknown>)().catch(() => undefined)
    }
  }

  const stop = watch(
    status,
    (now) => {
      if (now !== 'connected') return
      queueMicrotask(() => stop())
      setTimeout(() => window.requestIdleCallback(() => void fetchPages()), PATIENCE)
    },
    { immediate: true },
  )
}
