import { useColorMode } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { AppInfo, AppSettings, Language, Theme } from '../../shared/contract/app.ts'
import { useClient, useConnection } from '../client/index.ts'
import { firstLanguage, keepLanguage, preferredLanguage, setLanguage } from '../i18n/index.ts'

/** What the person has set, kept by the host, and what this host can do. */
export const useSettings = defineStore('settings', () => {
  const client = useClient()
  const connection = useConnection()
  const mode = useColorMode({ emitAuto: true })
  const language = shallowRef<Language>(firstLanguage())
  const theme = shallowRef<Theme>('system')
  const sideBarCollapsed = shallowRef(false)
  const info = shallowRef<AppInfo>()
  /** What the person changed before the host's settings came: those may be from before. */
  let changed: Partial<AppSettings> = {}

  async function show(settings: AppSettings): Promise<void> {
    theme.value = settings.theme
    mode.value = settings.theme === 'system' ? 'auto' : settings.theme
    sideBarCollapsed.value = settings.sideBarCollapsed
    language.value = settings.language ?? preferredLanguage()
    keepLanguage(language.value)
    await setLanguage(language.value)
  }

  /** Shows the change at once; that the host could not keep it costs no more than the next start. */
  async function change(changes: Partial<AppSettings>): Promise<void> {
    const { language: chosen, ...rest } = changes
    changed = { ...changed, ...changes }
    await show({
      language: chosen ?? language.value,
      theme: theme.value,
      sideBarCollapsed: sideBarCollapsed.value,
      ...rest,
    })
    await client.app.changeSettings(changes).catch(() => undefined)
  }

  async function load(): Promise<void> {
    const [settings, about] = await Promise.all([client.app.settings({}), client.app.info({})])
    info.value = about
    await show({ ...settings, ...changed })
  }

  watch(
    connection.status,
    (status) => {
      // Lost on the way, it comes with the next connection.
      if (status === 'connected' && !info.value) load().catch(() => undefined)
    },
    { immediate: true },
  )

  return { language, theme, sideBarCollapsed, info, change }
})
