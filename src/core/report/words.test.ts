import { describe, expect, it } from 'vitest'
import type { DatasetInfo } from '../../shared/dataset.ts'
import { UserError } from '../../shared/errors.ts'
import { chooseRecipe } from '../training/recipes/index.ts'
import { WORDS } from './words.ts'

const dataset = (colour: DatasetInfo['colour'], classes: number, pictures: number) =>
  ({ colour, classes: Array(classes), pictures: Array(pictures) }) as unknown as DatasetInfo

describe('the words of a report', () => {
  it("say in Chinese why something is missing: in a report's own words, else as the page says it", () => {
    const { reason } = WORDS['zh-CN']
    expect(reason(new UserError('path-missing', 'Gone.', { subject: '/x' }))).toBe(
      '图片已不在原处，因此没有试验的图片。',
    )
    const values = { name: 'fern' }
    expect(reason(new UserError('one-class', 'One.', { subject: '/x', values }))).toBe(
      '/x 中只有一个类别有可读的图片：fern。',
    )
    const variant = 'no-match'
    expect(reason(new UserError('drawer-pattern', 'No.', { subject: 'x+', variant }))).toContain('x+ 在任何文件名中')
    expect(reason(new UserError('evaluate/no-pairs', 'None.'))).toBe('留出的类别没有足够的图片，无法做验证。')
    expect(WORDS.en.reason(new UserError('evaluate/no-pairs', 'None.'))).toBe('None.')
  })

  it('say in Chinese why the recipe was chosen, with the numbers', () => {
    const why = (of: DatasetInfo) => WORDS['zh-CN'].recipeReason(chooseRecipe(of).reason)
    expect(why(dataset('line', 136, 2720))).toBe('136 个线条画类别足以从头学习，而照片对笔画帮助不大。')
    expect(why(dataset('line', 7, 70))).toContain('7 个类别、70 张线条画不足以从头学习（需要 20 个类别和 200 张图片）')
    for (const colour of ['colour', 'grey'] as const) expect(why(dataset(colour, 9, 90))).toMatch(/^图片是[^{}a-z]*90/)
    const kept = { code: 'recipe-choice/kept', values: {}, text: 'Because.' }
    expect(WORDS['zh-CN'].recipeReason(kept)).toBeUndefined()
    expect(WORDS.en.recipeReason(kept)).toBe('Because.')
  })
})
