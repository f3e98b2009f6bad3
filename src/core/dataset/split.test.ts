import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DatasetInfo } from '../../shared/dataset.ts'
import type { SplitOptions } from './split.ts'
import { splitClasses } from './split.ts'

/** A data set of so many classes in each group, 3 pictures a class. */
function datasetOf(groupSizes: readonly number[], pictures = 3): DatasetInfo {
  const classes = groupSizes.flatMap((size, g) =>
    Array.from({ length: size }, (_, c) => ({
      name: `g${g}/c${c}`,
      group: `g${g}`,
      pictures: new Array(pictures).fill(0),
    })),
  )
  const groups = groupSizes.map((_, g) => `g${g}`)
  return { classes, groups } as unknown as DatasetInfo
}

const shapes = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }),
  seed: fc.nat(),
  validation: fc.constantFrom(0, 0.05, 0.1, 0.2, 0.5, 0.9),
  test: fc.constantFrom(0, 0.05, 0.2, 0.4, 0.9),
  by: fc.constantFrom('class' as const, 'group' as const),
})

describe('splitClasses', () => {
  it('puts every class in one part, at least two in each that is asked for, or says why not', () => {
    fc.assert(
      fc.property(shapes, ({ sizes, ...options }) => {
        const dataset = datasetOf(sizes)
        let split
        try {
          split = splitClasses(dataset, options)
        } catch (error) {
          expect(error).toMatchObject({ name: 'UserError', code: 'split-too-small' })
          return
        }
        expect(splitClasses(dataset, options)).toEqual(split)
        const all = [...split.train, ...split.validation, ...split.test]
        expect(all.toSorted((a, b) => a - b)).toEqual(dataset.classes.map((_, i) => i))
        for (const part of [split.train, split.validation, split.test])
          expect(part.toSorted((a, b) => a - b)).toEqual(part)
        expect(split.train.length).toBeGreaterThanOrEqual(2)
        for (const part of ['validation', 'test'] as const) {
          if (options[part] === 0) expect(split[part]).toEqual([])
          else expect(split[part].length).toBeGreaterThanOrEqual(2)
        }
        if (options.by === 'group') {
          const groupsOf = (part: readonly number[]) => new Set(part.map((i) => dataset.classes[i]?.group))
          const union = [split.train, split.validation, split.test].map((part) => groupsOf(part).size)
          expect(union.reduce((a, b) => a + b)).toBe(sizes.length)
        } else {
          expect(split.test.length).toBe(options.test === 0 ? 0 : Math.max(2, Math.round(options.test * all.length)))
        }
      }),
      { seed: 11, numRuns: 400 },
    )
  })

  it('always works by class where the parts fit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 200 }), fc.nat(), (count, seed) => {
        const split = splitClasses(datasetOf([count]), { seed, validation: 0.1, test: 0.2 })
        expect(split.train.length).toBeGreaterThanOrEqual(2)
      }),
      { seed: 12, numRuns: 200 },
    )
  })

  it('draws other classes for another seed, and the same test classes whatever the validation share', () => {
    const dataset = datasetOf([60])
    const test = (seed: number, validation: number) => splitClasses(dataset, { seed, validation, test: 0.2 }).test
    expect(test(1, 0)).not.toEqual(test(2, 0))
    expect(test(1, 0.3)).toEqual(test(1, 0))
  })

  it('takes named groups, and draws the rest outside them', () => {
    const dataset = datasetOf([5, 5, 5, 5])
    const split = splitClasses(dataset, { seed: 1, validation: 0.2, groups: { test: ['g1', 'g3'] } })
    expect(split.test).toEqual([5, 6, 7, 8, 9, 15, 16, 17, 18, 19])
    expect(split.validation).toHaveLength(4)
    const named = splitClasses(dataset, { seed: 1, by: 'group', groups: { test: ['g0'], validation: ['g2'] } })
    expect(named).toMatchObject({ test: [0, 1, 2, 3, 4], validation: [10, 11, 12, 13, 14] })
  })

  it('keeps classes of one picture in training', () => {
    const dataset = {
      classes: [1, 1, 5, 5, 5, 5].map((n) => ({ name: '', pictures: new Array(n).fill(0) })),
      groups: [],
    }
    const split = splitClasses(dataset as unknown as DatasetInfo, { seed: 3, test: 0.5 })
    expect(split.train).toEqual(expect.arrayContaining([0, 1]))
  })

  it.each<[string, number[], SplitOptions]>([
    ['split-fraction', [9], { seed: 1, test: 1 }],
    ['split-fraction', [9], { seed: 1, validation: -0.1 }],
    ['split-fraction', [9], { seed: 1, validation: NaN }],
    ['split-too-small', [3], { seed: 1, test: 0.2 }],
    ['split-too-small', [9], { seed: 1, test: 0.5, validation: 0.5 }],
    ['split-too-small', [9], { seed: 1, by: 'group', test: 0.2 }],
    ['split-group', [], { seed: 1, by: 'group', test: 0.2 }],
    ['split-group', [5, 5], { seed: 1, groups: { test: ['nope'] } }],
    ['split-group', [5, 5], { seed: 1, groups: { test: ['g0'], validation: ['g0'] } }],
    ['split-too-small', [5, 5], { seed: 1, groups: { test: ['g0', 'g1'] } }],
  ])('says what is possible: %s', (code, sizes, options) => {
    const failure = expect.objectContaining({ name: 'UserError', code, next: expect.stringMatching(/\w/) as string })
    expect(() => splitClasses(datasetOf(sizes), options)).toThrow(failure as Error)
  })
})
