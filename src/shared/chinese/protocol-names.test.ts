import { describe, expect, it } from 'vitest'
import { protocolInChinese } from './protocol-names.ts'

describe('the names of protocols in Chinese', () => {
  it.each([
    [
      '20-way 1-shot, test classes, within group, across drawers, 1000 trials, seed 1',
      '20-way 1-shot，测试类别，同一组内，不同作者，1000 次试验，种子 1',
    ],
    [
      '2- to 26-way 1-shot, validation classes, 1000 trials, seed 1',
      '2 至 26-way 1-shot，验证类别，1000 次试验，种子 1',
    ],
    ['validation, 20-way 1-shot', '验证试验，20-way 1-shot'],
    ['accuracy against ways, 2- to 26-way 1-shot, seed 1', '准确率与类别数，2 至 26-way 1-shot，种子 1'],
    ['map of embeddings', '嵌入图'],
    ['verification, test classes, impostors within group', '验证（同/异），测试类别，异类图片对只取自同一组'],
  ])('say %s', (name, words) => expect(protocolInChinese(name)).toBe(words))

  it.each(['koch', 'mine, test classes'])('leave %s, a name of its own', (name) =>
    expect(protocolInChinese(name)).toBe(name),
  )
})
