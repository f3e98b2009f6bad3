import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { FINDING_CODES } from '../../shared/finding.ts'
import { WARNINGS } from '../../shared/training.ts'
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
const { host, said, ...chinese } = zhCN
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

/** Sources whose refusals and sentences reach the page: all but the terminal's and the server's own. */
const told = ['host', 'core', 'shared', 'worker', 'main'].flatMap((room) => {
  const folder = path.resolve(RENDERER, '..', room)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('chinese'))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
})
const all = told.join('\n')

/** Codes the host puts together while it runs. */
const BUILT: Readonly<Record<string, readonly string[]>> = {
  'lake/${code}': ['lake/no-runs', 'lake/training', 'lake/pictures', 'lake/missing'],
  'protocol/${field}': ['protocol/way', 'protocol/shot', 'protocol/trials'],
  'system/${code}': [...all.matchAll(/^ {2}(E[A-Z]+): \[/gm)].map(([, code]) => `system/${code}`),
}

/** Refusals that no page ever shows, and why. */
const UNSEEN: Readonly<Record<string, string>> = {
  'app/no-node': 'said in a dialog of the system before there is a page, in words of src/main',
}

/** What follows the code in a call, up to its closing bracket. */
function callAfter(text: string, from: number): string {
  let depth = 1
  let at = from
  for (; depth > 0 && at < text.length; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')') depth--
  }
  return text.slice(from, at)
}

/** Every refusal by code, with the text of each call that makes one. */
const refusals = new Map<string, string[]>()
for (const text of told) {
  for (const found of text.matchAll(/new UserError\(\s*(?:'([^']+)'|`([^`]+)`)/g)) {
    const [start, plain, built] = found
    for (const code of plain === undefined ? (BUILT[built ?? ''] ?? [built ?? '']) : [plain]) {
      refusals.set(code, [...(refusals.get(code) ?? []), callAfter(text, found.index + start.length)])
    }
  }
}

describe("the host's sentences in Chinese", () => {
  const keys = Object.keys(host)
  const keyOf = (code: string) => code.replace('/', '_')

  it('are there for every refusal a page may show', () => {
    expect(refusals.size).toBeGreaterThan(70)
    const missing = [...refusals.keys()].filter((code) => {
      const key = keyOf(code)
      return UNSEEN[code] === undefined && !keys.some((known) => known === key || known.startsWith(`${key}--`))
    })
    expect(missing).toEqual([])
  })

  it('are for codes and variants that the host has', () => {
    const built = Object.values(BUILT).flat()
    const unknown = keys.filter((key) => {
      const [code = '', variant] = key
        .replace(/_next$/, '')
        .replace('_', '/')
        .split('--')
      const has = all.includes(`'${code}'`) || built.includes(code)
      const part = variant?.split('-').at(-1) ?? ''
      return !has || (variant !== undefined && !all.includes(`'${variant}'`) && !all.includes(`'${part}'`))
    })
    expect(unknown).toEqual([])
  })

  it('fill in nothing but what the refusal names', () => {
    const wrong = Object.entries<string>(host).flatMap(([key, text]) => {
      const [code = ''] = key
        .replace(/_next$/, '')
        .replace('_', '/')
        .split('--')
      const calls = (refusals.get(code) ?? []).join('\n')
      return holes(text)
        .map((hole) => hole.slice(1, -1))
        .filter((name) => name !== 'subject' && !new RegExp(`values: \\{[^}]*\\b${name}\\b`).test(calls))
        .map((name) => `${key}: {${name}}`)
    })
    expect(wrong).toEqual([])
  })

  it('say every finding of the guard, its advice, and why a recipe was chosen', () => {
    const known = new Set(Object.keys(said))
    const codes: readonly string[] = FINDING_CODES
    expect(codes.filter((code) => !known.has(keyOf(code)))).toEqual([])
    const choices = [...all.matchAll(/'(recipe-choice\/[\w-]+)'/g)].map(([, code = '']) => code)
    expect(choices.length).toBeGreaterThan(3)
    // What an older run kept has no code, so it stays as it was written.
    expect(choices.filter((code) => code !== 'recipe-choice/kept' && !known.has(keyOf(code)))).toEqual([])
  })

  it('say every warning of a training with its advice, how its process ended, and why a device is not there', () => {
    const warnings = WARNINGS.flatMap((code) => [`warning_${code}`, `warning_${code}_next`])
    const restarts = [...all.matchAll(/code: '(restart\/\w+)'/g)].map(([, code = '']) => keyOf(code))
    const places = ['surroundings', 'explain', 'spawn'].map((name) =>
      readFileSync(path.resolve(RENDERER, `../core/engine/devices/${name}.ts`), 'utf8'),
    )
    const reasons = [...places.join('\n').matchAll(/(?:because\(\s*|code: )'(?:device\/)?([\w-]+)'/g)]
    expect(restarts).toHaveLength(2)
    expect(reasons.length).toBeGreaterThan(12)
    const wanted = [...warnings, ...restarts, ...reasons.map(([, code = '']) => `device_${code}`)]
    expect(wanted.filter((key) => !(key in said))).toEqual([])
  })

  it('say nothing for which there is no code', () => {
    const families = ['recipe-choice', 'plan', 'device', 'restart', 'warning']
    const codes: readonly string[] = FINDING_CODES
    const extra = Object.keys(said)
      .map((key) =>
        key
          .replace(/_next$/, '')
          .replace(/--.*$/, '')
          .replace('_', '/'),
      )
      .filter((code) => !codes.includes(code) && !families.some((family) => code.startsWith(`${family}/`)))
    expect(extra).toEqual([])
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
