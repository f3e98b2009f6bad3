import { useI18n } from 'vue-i18n'
import { protocolInChinese } from '../../shared/chinese/protocol-names.ts'

/** Gives a function that says in the person's language what the program calls a protocol; a person's own name stays. */
export function useProtocolName(): (name: string) => string {
  const { locale } = useI18n()
  return (name) => (locale.value === 'zh-CN' ? protocolInChinese(name) : name)
}
