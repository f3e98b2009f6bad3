import { useI18n } from 'vue-i18n'
import type { RunScore } from '../../../shared/contract/runs.ts'
import { useProtocolName } from '../../components/use-protocol-name.ts'

/** Curves that can still be told apart. */
export const MOST_TICKED = 6

/** Gives a function that says what an accuracy was measured by: `koch, 20-way 1-shot`. */
export function useProtocolText(): (score: Pick<RunScore, 'protocol' | 'way' | 'shot'>) => string {
  const { t } = useI18n()
  const nameOf = useProtocolName()
  return ({ protocol: { name }, way, shot }) =>
    // Those made of wishes are named after them.
    name.includes('-way') ? nameOf(name) : t('runs.protocolOf', { name, way, shot })
}

/** A date as the language writes it, to the minute; a dash where there is none. */
export function when(iso: string | null, locale: string): string {
  if (iso === null) return '–'
  const date = new Date(iso)
  return Number.isNaN(date.getTime())
    ? '–'
    : new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(date)
}
