import { useI18n } from 'vue-i18n'
import { explain } from '../client/index.ts'
import type { Explanation, RefusedCall } from '../client/index.ts'

/** What went wrong, in the person's language as far as its code is known. */
export interface Sentence {
  readonly kind: Explanation['kind']
  readonly text: string
  readonly next: string | undefined
}

/** Gives a function that makes a sentence and the next step of whatever was thrown. */
export function useSentence(): (thrown: unknown, refused?: RefusedCall | null) => Sentence {
  const { t, te } = useI18n()
  return (thrown, refused) => {
    const told: Explanation = refused ? { kind: 'refused', ...refused } : explain(thrown)
    // What the host refuses it says itself, in English; other languages have their own words for it.
    const key = `${told.kind === 'refused' ? 'host' : 'common.errors'}.${told.code.replaceAll('/', '_')}`
    return {
      kind: told.kind,
      text: te(key) ? t(key, { subject: told.subject ?? '' }) : told.message,
      next: te(`${key}_next`) ? t(`${key}_next`) : (told.next ?? undefined),
    }
  }
}
