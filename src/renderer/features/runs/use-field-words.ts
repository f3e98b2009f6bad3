import { useI18n } from 'vue-i18n'

/** Recipe fields and their values in the person's language. */
export function useFieldWords() {
  const { t, te } = useI18n()

  function nameOf(field: string): string {
    const [part = '', inner] = field.split('.')
    const key = `fields.names.${field.replaceAll('.', '_')}.label`
    const label = te(key) ? t(key) : field
    return inner === undefined || !te(`fields.groups.${part}`) ? label : `${t(`fields.groups.${part}`)}: ${label}`
  }

  function valueOf(value: unknown): string {
    if (value === undefined) return '–'
    if (value === null) return t('common.automatic')
    if (typeof value === 'boolean') return value ? t('common.yes') : t('common.no')
    if (Array.isArray(value)) return value.join(', ')
    if (typeof value === 'number') return String(Number(value.toPrecision(4)))
    const text = String(value as string)
    return te(`fields.options.${text}`) ? t(`fields.options.${text}`) : text
  }

  return { nameOf, valueOf }
}
