import { readonly, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useConnection } from '../client/index.ts'
import { useActive } from '../stores/active.ts'
import { trainingNews } from './announcements.ts'

/** The last thing that happened by itself, as words for a live region. */
export function useAnnouncements(): Readonly<Ref<string>> {
  const { t } = useI18n()
  const active = useActive()
  const { status } = useConnection()
  const spoken = shallowRef('')
  let wasLost = false

  watch(
    () => active.list,
    (after, before) => {
      const news = trainingNews(before, after)
      if (news) spoken.value = t(`shell.${news}`)
    },
  )
  watch(status, (now) => {
    if (now === 'connected' && wasLost) spoken.value = t('shell.connectedAgain')
    wasLost = now === 'lost'
  })
  return readonly(spoken)
}
