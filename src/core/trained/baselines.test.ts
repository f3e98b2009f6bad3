import { describe, expect, it } from 'vitest'
import { tinyRecipe } from '../../../tests/fixtures/record.ts'
import { baselineKey } from './baselines.ts'
import type { BaselineFacts } from './baselines.ts'

const target = { width: 105, height: 105, channels: 1 } as const
const recipe = tinyRecipe()
const untrained = { baseline: 'untrained', recipe, device: 'cpu', views: 1 } as const

describe('the key of a baseline', () => {
  it('covers the trials and what decides the answers to them', () => {
    const facts: readonly BaselineFacts[] = [
      { baseline: 'pixels', target },
      { baseline: 'hausdorff', target },
      { baseline: 'pixels', target: { ...target, width: 35, height: 35 } },
      { baseline: 'pixels', target: { ...target, channels: 3 } },
      untrained,
      { ...untrained, device: 'webgpu' },
      { ...untrained, views: 3 },
      { ...untrained, backbone: 'f00' },
      { ...untrained, recipe: { ...recipe, seed: recipe.seed + 1 } },
      { ...untrained, recipe: { ...recipe, input: { ...recipe.input, width: 99 } } },
    ]
    const keys = ['a', 'b'].flatMap((hash) => facts.map((each) => baselineKey(hash, each)))
    expect(new Set(keys).size).toBe(keys.length)
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/)
  })

  it('leaves out what training alone depends on', () => {
    const trainedLonger: BaselineFacts = {
      ...untrained,
      recipe: { ...recipe, name: 'other', budget: { steps: 9, minutes: null } },
    }
    expect(baselineKey('a', trainedLonger)).toBe(baselineKey('a', untrained))
  })
})
