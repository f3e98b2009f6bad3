import type { RunScore } from '../../../shared/contract/runs.ts'

/** Curves that can still be told apart. */
export const MOST_TICKED = 6

/** What an accuracy was measured by: `koch, 20-way 1-shot`. */
export function protocolText(
  { protocol, way, shot }: Pick<RunScore, 'protocol' | 'way' | 'shot'>,
  t: (key: string, values: Record<string, unknown>) => string,
): string {
  // Those made of wishes are named after them.
  if (protocol.name.includes('-way')) return protocol.name
  return t('runs.protocolOf', { name: protocol.name, way, shot })
}

/** A date as the language writes it, to the minute; a dash where there is none. */
export function when(iso: string | null, locale: string): string {
  if (iso === null) return '–'
  const date = new Date(iso)
  return Number.isNaN(date.getTime())
    ? '–'
    : new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' }).format(date)
}

/** A standard deviation of accuracies in percentage points: `1.2`. */
export function deviationText(share: number): string {
  return (share * 100).toFixed(1)
}
