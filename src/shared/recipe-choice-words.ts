import type { Said, SaidValue } from './said.ts'

/** Why a recipe was chosen, in Chinese, by code (`/` as `_`): a page and a report say it alike. */
export const RECIPE_CHOICE_ZH = {
  'recipe-choice_colour':
    '图片是彩色的：与只用这 {pictures} 张图片训练的网络相比，从一百万张照片中学到的特征更善于比较它们。',
  'recipe-choice_grey':
    '图片是灰度照片：与只用这 {pictures} 张图片训练的网络相比，从一百万张照片中学到的特征更善于比较它们。',
  'recipe-choice_enough-lines': '{classes} 个线条画类别足以从头学习，而照片对笔画帮助不大。',
  'recipe-choice_few-lines':
    '{classes} 个类别、{pictures} 张线条画不足以从头学习（需要 {enoughClasses} 个类别和 {enoughPictures} 张图片）。',
} as const satisfies Readonly<Record<string, string>>

function textOf(value: SaidValue | undefined): string {
  if (typeof value === 'object') return `${(value.share * 100).toFixed(1)}%`
  return value === undefined ? '' : String(value)
}

/** Why a recipe was chosen, in Chinese; undefined for what has no code that is known here. */
export function recipeChoiceInChinese({ code, values }: Said): string | undefined {
  const words: Readonly<Record<string, string>> = RECIPE_CHOICE_ZH
  return words[code.replace('/', '_')]?.replaceAll(/\{(\w+)\}/g, (_, name: string) => textOf(values[name]))
}
