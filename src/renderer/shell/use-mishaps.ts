/** What nobody caught: said at the edge of the window, or in place of a page that could not be shown. Nothing stays silent. */
import { useToast } from '@nuxt/ui/composables'
import { useEventListener } from '@vueuse/core'
import { onErrorCaptured, onScopeDispose, readonly, shallowRef } from 'vue'
import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useSentence } from '../components/use-sentence.ts'
import { leavesPageStanding } from './mishaps.ts'

export interface UseMishapsReturn {
  /** Whether the present page could not be shown. */
  readonly isBroken: Readonly<Ref<boolean>>
}

/** Watches over all components below the one that calls it. */
export function useMishaps(): UseMishapsReturn {
  const { t } = useI18n()
  const router = useRouter()
  const toast = useToast()
  const sentence = useSentence()
  const isBroken = shallowRef(false)

  function tell(title: string, description?: string): void {
    toast.add({
      id: title,
      title,
      ...(description ? { description } : {}),
      color: 'error',
      icon: 'i-lucide-circle-alert',
    })
  }

  /** @returns whether it is a mistake in the page itself */
  function tellOf(thrown: unknown): boolean {
    const { kind, text, next } = sentence(thrown)
    if (kind === 'broken') return true
    // Of a lost connection the banner tells.
    if (kind !== 'cancelled' && kind !== 'lost') tell(text, next)
    return false
  }

  onErrorCaptured((thrown, _, info) => {
    if (!tellOf(thrown)) return false
    console.error(thrown)
    if (leavesPageStanding(info)) tell(t('shell.stumbled'), t('shell.stumbledNext'))
    else isBroken.value = true
    return false
  })
  useEventListener(window, 'unhandledrejection', (event) => {
    if (tellOf(event.reason)) tell(t('shell.stumbled'), t('shell.stumbledNext'))
    else event.preventDefault()
  })
  // A page's code comes when it is first gone to: it may be gone with the server, or replaced by another build.
  onScopeDispose(router.onError(() => tell(t('shell.pageMissing'), t('shell.pageMissingNext'))))
  onScopeDispose(router.afterEach(() => (isBroken.value = false)))

  return { isBroken: readonly(isBroken) }
}
