import { describe, expect, it } from 'vitest'
import type { DatasetInfo } from '../../shared/dataset.ts'
import { WrongUse } from '../failure.ts'
import { planTraining } from './plan.ts'

/** Classes of two pictures each, in groups of `perGroup` where that is given. */
function makeDataset(classes: number, perGroup?: number, colour: DatasetInfo['colour'] = 'line'): DatasetInfo {
  const groupOf = (index: number) => (perGroup === undefined ? undefined : `g${Math.floor(index / perGroup)}`)
  const indices = Array.from({ length: classes }, (_, index) => index)
  const picture = { width: 10, height: 10, channels: 1 }
  return {
    root: '/data',
    kind: 'folder',
    hash: 'a'.repeat(64),
    levels: perGroup === undefined ? 1 : 2,
    groups: [...new Set(indices.flatMap((index) => groupOf(index) ?? []))],
    classes: indices.map((index) => {
      const group = groupOf(index)
      return { name: `c${index}`, ...(group === undefined ? {} : { group }), pictures: [2 * index, 2 * index + 1] }
    }),
    pictures: indices.flatMap((classIndex) =>
      [0, 1].map((i) => ({ path: `c${classIndex}/${i}`, classIndex, hash: `${classIndex}-${i}`, ...picture })),
    ),
    problems: [],
    duplicates: [],
    colour,
  }
}

const sizes = ({ split }: ReturnType<typeof planTraining>) =>
  [split.train, split.validation, split.test].map((p) => p.length)

describe('planTraining', () => {
  it('sets a fifth of the classes aside for the test, and some for validation', () => {
    const plan = planTraining(makeDataset(100), { recipe: 'all-pairs' })
    expect(sizes(plan)).toEqual([65, 15, 20])
    expect(plan).toMatchObject({ why: undefined, notes: [] })
  })

  it('needs no validation where nothing is iterated', () => {
    const plan = planTraining(makeDataset(100, undefined, 'colour'), { recipe: 'auto', steps: 5 })
    expect(sizes(plan)).toEqual([80, 0, 20])
    expect(plan.why).toMatch(/in colour/)
    expect(plan.notes).toEqual([expect.stringMatching(/--steps change nothing/)])
    expect(plan.recipe.budget.steps).toBe(1)
  })

  it('takes whole groups where trials stay within one', () => {
    const plan = planTraining(makeDataset(50, 10), { recipe: 'all-pairs' })
    expect(plan.split.by).toBe('group')
    expect(sizes(plan)).toEqual([30, 10, 10])
    expect(planTraining(makeDataset(50, 10), { recipe: 'pretrained' }).split.by).toBe('class')
  })

  it('takes groups by name', () => {
    const plan = planTraining(makeDataset(50, 10), { recipe: 'all-pairs', validation: 0, test: ['g1', 'g3'] })
    expect(sizes(plan)).toEqual([30, 0, 20])
    expect(plan.split.test[0]).toBe(10)
  })

  it('gives up what nobody asked for where classes are few, and says so', () => {
    expect(sizes(planTraining(makeDataset(5), { recipe: 'all-pairs' }))).toEqual([3, 0, 2])
    const tiny = planTraining(makeDataset(3), { recipe: 'all-pairs' })
    expect(sizes(tiny)).toEqual([3, 0, 0])
    expect(tiny.notes).toEqual(['3 classes are too few to set any aside for validation or testing.'])
    expect(() => planTraining(makeDataset(3), { recipe: 'all-pairs', test: 0.3 })).toThrow(/leaves/)
  })

  it('trains on everything where that is asked for', () => {
    expect(sizes(planTraining(makeDataset(30), { recipe: 'all-pairs', validation: 0, test: 0 }))).toEqual([30, 0, 0])
  })

  it('turns flags into fields; --set wins', () => {
    const { recipe } = planTraining(makeDataset(30), { recipe: 'koch', minutes: 2, seed: 9, set: ['seed=4'] })
    expect(recipe.budget).toEqual({ steps: null, minutes: 2 })
    expect(recipe.seed).toBe(4)
  })

  it('calls a group that is not there wrong use', () => {
    expect(() => planTraining(makeDataset(30), { recipe: 'koch', test: ['x'] })).toThrow(WrongUse)
  })
})
