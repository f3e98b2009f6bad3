import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import en from './en/index.ts'
import zhCN from './zh-CN/index.ts'

const RENDERER = path.resolve(import.meta.dirname, '..')

type Words = { readonly [key: string]: string | Words }

/** All texts by dotted key. */
function texts(words: Words, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...texts(value, `${prefix}${key}.`)],
    ),
  )
}

/** What a text wants filled in. */
const holes = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()

const english = texts(en)
const { host, ...chinese } = zhCN
const languages = [
  ['en', english],
  ['zh-CN', texts(chinese)],
] as const

describe.each(languages)('the words in %s', (_, words) => {
  it('have every key, and no other', () => {
    expect([...words.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('say something everywhere', () => {
    expect([...words].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('want the same filled in', () => {
    for (const [key, text] of words) expect(holes(text), key).toEqual(holes(english.get(key) ?? ''))
  })

  it('hold nothing that vue-i18n reads as a link', () => {
    expect([...words].filter(([, text]) => /@|\{(?!\w+\})/.test(text))).toEqual([])
  })
})

it('is in Chinese where Chinese is promised', () => {
  const untranslated = [...texts(zhCN)].filter(([, text]) => /[a-z]{4,} [a-z]{3,} [a-z]{2,}/.test(text))
  expect(untranslated).toEqual([])
})

describe("the host's sentences in Chinese", () => {
  it('are for codes that the host has', () => {
    const src = path.resolve(RENDERER, '..')
    const code = ['host', 'core', 'shared', 'server', 'worker']
      .flatMap((room) =>
        readdirSync(path.join(src, room), { recursive: true, encoding: 'utf8' }).map((name) => path.join(room, name)),
      )
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(path.join(src, name), 'utf8'))
      .join('\n')
    const codes = Object.keys(host).map((key) => key.replace(/_next$/, '').replace('_', '/'))
    expect(codes.filter((each) => !code.includes(`'${each}'`))).toEqual([])
  })

  it('have nothing else filled in', () => {
    expect(Object.values<string>(host).filter((text) => holes(text).some((hole) => hole !== '{subject}'))).toEqual([])
  })
})

/** Sources of the page by their path. */
const sources = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(vue|ts)$/.test(name) && !/node_modules|\.test\.ts$|^i18n/.test(name))
  .map((name) => [name, readFileSync(path.join(RENDERER, name), 'utf8')] as const)

describe('the words that are used', () => {
  it('are found by this test', () => {
    expect(sources.flatMap(([, text]) => [...text.matchAll(/\bt\(/g)]).length).toBeGreaterThan(100)
  })

  it.each(sources)('are there: %s', (_, text) => {
    const plain = [...text.matchAll(/\bte?\(\s*'([^']+)'/g), ...text.matchAll(/\bte?\([^()]*\?\s*'(\w+\.[\w.]+)'/g)]
    expect(plain.map(([, key = '']) => key).filter((key) => !english.has(key))).toEqual([])
    // Of a key that is put together only the constant ends are known.
    const built = [...text.matchAll(/\bte?\(\s*`([^`]+)`/g)].map(([, key = '']) => key)
    const unknown = built.filter((key) => {
      const pattern = new RegExp(`^${key.replaceAll('.', '\\.').replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '.+')}$`)
      return ![...english.keys()].some((candidate) => pattern.test(candidate))
    })
    expect(unknown).toEqual([])
  })

  it('are not written into templates', () => {
    const written = sources
      .filter(([name]) => name.endsWith('.vue'))
      .flatMap(([name, text]) => {
        const template = /<template>[\s\S]*<\/template>/.exec(text)?.[0] ?? ''
        const shown = template.replaceAll(/\{\{[\s\S]*?\}\}/g, '').matchAll(/>([^<>]*[A-Za-z]{3,}[^<>]*)</g)
        return [...shown].map(([, words = '']) => `${name}: ${words.trim()}`)
      })
    // The name of the program is the same in every language.
    expect(written.filter((line) => !line.endsWith(': Oneshot Studio'))).toEqual([])
  })
})
