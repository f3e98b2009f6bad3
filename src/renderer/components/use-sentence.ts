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

/** Gives a function that looks for the words of a code and of its next step, in the room of the language for such codes. */
function useWords() {
  const { t, te } = useI18n()
  return (room: string, code: string, variant: string | undefined, values: SaidValues) => {
    const named = shownValues(values)
    const keys = keysOf(room, code, variant)
    const say = (key: string | undefined) => (key === undefined ? undefined : t(key, named))
    return {
      text: say(keys.find((key) => te(key))),
      next: say(keys.map((key) => `${key}_next`).find((key) => te(key))),
    }
  }
}

/** Gives a function that makes a sentence and the next step of whatever was thrown. */
export function useSentence(): (thrown: unknown, refused?: RefusedCall | null) => Sentence {
  const words = useWords()
  return (thrown, refused) => {
    const told: Explanation = refused ? { kind: 'refused', ...refused } : explain(thrown)
    // What the host refuses it says itself, in English; other languages have their own words for it.
    const room = told.kind === 'refused' ? 'host' : 'common.errors'
    const { text, next } = words(room, told.code, told.variant, { subject: told.subject ?? '', ...told.values })
    return { kind: told.kind, text: text ?? told.message, next: next ?? told.next ?? undefined }
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
  const words = useWords()
  return ({ code, variant, values = {}, message, advice }) => {
    const { text = message, next = advice } = words('said', `warning/${code}`, variant, values)
    return { text, next }
  }
}

/** Gives a function that says what the host says with a code, in the person's language where it has the words. */
export function useSaid(): (said: Said) => string {
  const words = useWords()
  return ({ code, values, text }) => words('said', code, undefined, values).text ?? text
}
