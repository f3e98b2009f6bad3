import { useI18n } from 'vue-i18n'
import type { Said, SaidValue, SaidValues } from '../../shared/said.ts'
import { explain } from '../client/index.ts'
import type { Explanation, RefusedCall } from '../client/index.ts'
import { figure, integer, percent } from '../format.ts'

/** What went wrong, in the person's language as far as its code is known. */
export interface Sentence {
  readonly kind: Explanation['kind']
  readonly text: string
  readonly next: string | undefined
}

function shownValue(value: SaidValue): string {
  if (typeof value === 'object') return percent(value.share)
  if (typeof value === 'number') return Number.isInteger(value) ? integer(value) : figure(value)
  return value
}

/** What a sentence names, as it is shown. */
export function shownValues(values: SaidValues): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shownValue(value)]))
}

/** Keys under which a language has words for a code, the more exact first. */
export function keysOf(room: string, code: string, variant?: string): string[] {
  const key = `${room}.${code.replaceAll('/', '_')}`
  return variant === undefined ? [key] : [`${key}--${variant}`, key]
}

/** Gives a function that makes a sentence and the next step of whatever was thrown. */
export function useSentence(): (thrown: unknown, refused?: RefusedCall | null) => Sentence {
  const { t, te } = useI18n()
  return (thrown, refused) => {
    const told: Explanation = refused ? { kind: 'refused', ...refused } : explain(thrown)
    // What the host refuses it says itself, in English; other languages have their own words for it.
    const keys = keysOf(told.kind === 'refused' ? 'host' : 'common.errors', told.code, told.variant)
    const named = { subject: told.subject ?? '', ...shownValues(told.values ?? {}) }
    const text = keys.find((key) => te(key))
    const next = keys.find((key) => te(`${key}_next`))
    return {
      kind: told.kind,
      text: text === undefined ? told.message : t(text, named),
      next: next === undefined ? (told.next ?? undefined) : t(`${next}_next`, named),
    }
  }
}

/** What is said with a code that may have variants, in English with its advice. */
interface Told {
  readonly code: string
  readonly variant?: string | undefined
  readonly values?: SaidValues | undefined
  readonly message: string
  readonly advice: string
}

/** Gives a function that tells of a training's warning and what to try, in the person's language where it has the words. */
export function useWarning(): (told: Told) => { readonly text: string; readonly next: string } {
  const { t, te } = useI18n()
  return ({ code, variant, values = {}, message, advice }) => {
    const keys = keysOf('said', `warning/${code}`, variant)
    const text = keys.find((key) => te(key))
    const next = keys.find((key) => te(`${key}_next`))
    return {
      text: text === undefined ? message : t(text, shownValues(values)),
      next: next === undefined ? advice : t(`${next}_next`, shownValues(values)),
    }
  }
}

/** Gives a function that says what the host says with a code, in the person's language where it has the words. */
export function useSaid(): (said: Said) => string {
  const { t, te } = useI18n()
  return ({ code, values, text }) => {
    const [key = ''] = keysOf('said', code)
    return te(key) ? t(key, shownValues(values)) : text
  }
}
