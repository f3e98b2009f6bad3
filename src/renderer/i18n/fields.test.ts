import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { recipeSchema } from '../../shared/recipe.ts'
import en from './en/fields.ts'
import zhCN from './zh-CN/fields.ts'

interface Node {
  properties?: Record<string, Node>
  oneOf?: Node[]
  const?: unknown
  enum?: unknown[]
}

const root = (z.toJSONSchema(recipeSchema) as Node).properties ?? {}

/** Properties of a field; of a union, each kind's in turn. */
const inner = (node: Node) => [node, ...(node.oneOf ?? [])].flatMap((option) => Object.entries(option.properties ?? {}))

const keys = new Set(
  Object.entries(root).flatMap(([name, node]) => {
    const names = inner(node).map(([property]) => `${name}_${property}`)
    return names.length > 0 ? names : [name]
  }),
)
const choices = new Set(
  Object.values(root)
    .flatMap(inner)
    .flatMap(([, node]) => [node.const, ...(node.enum ?? [])])
    .filter((value) => typeof value === 'string'),
)

describe.each([
  ['en', en],
  ['zh-CN', zhCN],
])('the words for recipe fields in %s', (_, words) => {
  it('name every field of every kind, and no other', () => {
    expect(Object.keys(words.names).sort()).toEqual([...keys].sort())
  })

  it('have a label and a short advice each', () => {
    for (const [key, { label, advice }] of Object.entries(words.names)) {
      expect(label, key).not.toBe('')
      expect(advice, key).not.toBe('')
      expect(advice.length, key).toBeLessThanOrEqual(130)
    }
  })

  it('name every choice, and no other', () => {
    expect(Object.keys(words.options).sort()).toEqual([...choices].sort())
  })

  it('hold nothing that vue-i18n reads as syntax', () => {
    const { names, ...others } = words
    const texts = [...Object.values(names), ...Object.values(others)].flatMap((group) => Object.values(group))
    expect(texts.filter((text) => /[@{}|]/.test(text))).toEqual([])
  })
})
