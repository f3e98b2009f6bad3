import { describe, expect, it } from 'vitest'
import { WORDS } from '../../src/main/words.ts'
import en from '../../src/renderer/i18n/en/shell.ts'
import zh from '../../src/renderer/i18n/zh-CN/shell.ts'

/** Full-width text with a half-width mark in it. */
const HALF_WIDTH = /[\u4e00-\u9fff][,?!;:]|[,?!;:][\u4e00-\u9fff]/

describe('the words of the menus', () => {
  it.each([
    ['en', en],
    ['zh-CN', zh],
  ] as const)('name the pages as the page itself does, %s', (language, shell) => {
    expect(shell).toMatchObject(WORDS[language].pages)
  })

  it('are set with the marks of their script', () => {
    const texts = Object.values(WORDS['zh-CN']).flatMap((word: unknown) => (typeof word === 'string' ? [word] : []))
    expect(texts.length).toBeGreaterThan(40)
    expect([...texts, WORDS['zh-CN'].of('1', '2')].filter((text) => HALF_WIDTH.test(text))).toEqual([])
  })
})
