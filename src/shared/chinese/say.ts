/** Sentences of the program in Chinese, for what is no page; pages say them from the same words. */
import type { UserError } from '../errors.ts'
import type { Said, SaidValue, SaidValues } from '../said.ts'
import RECIPE_CHOICE from './recipe-choice.ts'
import REFUSALS from './refusals.ts'

function textOf(value: SaidValue | undefined): string {
  if (typeof value === 'object') return `${(value.share * 100).toFixed(1)}%`
  return value === undefined ? '' : String(value)
}

function say(words: Readonly<Record<string, string>>, code: string, values: SaidValues): string | undefined {
  return words[code.replaceAll('/', '_')]?.replaceAll(/\{(\w+)\}/g, (_, name: string) => textOf(values[name]))
}

/** Why a recipe was chosen; undefined for what has no code that is known here. */
export function recipeChoiceInChinese({ code, values }: Said): string | undefined {
  return say(RECIPE_CHOICE, code, values)
}

/** What was refused, without the next step; undefined for a code that has no words. */
export function refusalInChinese(
  error: Pick<UserError, 'code' | 'variant' | 'subject' | 'values'>,
): string | undefined {
  const { code, variant, subject = '' } = error
  const values = { subject, ...error.values }
  return say(REFUSALS, `${code}--${variant}`, values) ?? say(REFUSALS, code, values)
}
