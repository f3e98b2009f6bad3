/** The page's words. English is always at hand; other languages load when they are chosen. */
import { createI18n } from 'vue-i18n'
import type { Language } from '../../shared/contract/app.ts'
import en from './en/index.ts'

export type Messages = typeof en

export const i18n = createI18n<[Messages], Language, false>({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en } as never,
})

const KEY = 'oneshot-language'

/** Remembers it for the next first paint, which does not wait for the host. */
export function keepLanguage(language: Language): void {
  localStorage.setItem(KEY, language)
}

/** The language of the first paint: the last one shown here, else the browser's. */
export function firstLanguage(): Language {
  const kept = localStorage.getItem(KEY)
  return kept === 'en' || kept === 'zh-CN' ? kept : preferredLanguage()
}

/** The language where the person has chosen none. */
export function preferredLanguage(languages: readonly string[] = navigator.languages): Language {
  return languages.some((language) => language.toLowerCase().startsWith('zh')) ? 'zh-CN' : 'en'
}

let wanted: Language | undefined

/** Changes the language of every word on the page; where its words come late, only if it still is the one that is wanted. */
export async function setLanguage(language: Language): Promise<void> {
  wanted = language
  if (language === 'zh-CN') i18n.global.setLocaleMessage('zh-CN', (await import('./zh-CN/index.ts')).default)
  if (wanted !== language) return
  i18n.global.locale.value = language
  document.documentElement.lang = language
}
