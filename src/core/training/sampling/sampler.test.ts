import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSampler } from './sampler.ts'

/** Classes of the given sizes, picture indices counting on. */
function classesOf(sizes: readonly number[]): number[][] {
  let next = 0
  return sizes.map((size) => Array.from({ length: size }, () => next++))
}
const classOf = (classes: readonly number[][], picture: number) => classes.findIndex((own) => own.includes(picture))
const sizes = (low: number, max: number) => fc.array(fc.integer({ min: low, max: 9 }), { minLength: 2, maxLength: max })
const seed = fc.integer({ min: 0, max: 1e6 })
const fixed = { seed: 20, numRuns: 60 }

describe('pairs', () => {
  it('has one class in every pair of the first half, two in every other, and never a picture with itself', () => {
    fc.assert(
      fc.property(sizes(2, 12), fc.integer({ min: 2, max: 20 }), seed, fc.nat(50), (lengths, pairs, seed, step) => {
        const classes = classesOf(lengths)
        const { pictures, labels } = createSampler({ kind: 'pairs', pairs }, classes, seed).batch(step)
        expect(pictures).toHaveLength(2 * pairs)
        expect(labels).toHaveLength(pairs)
        labels.forEach((label, i) => {
          expect(label).toBe(i < Math.floor(pairs / 2) ? 0 : 1)
          const [left, right] = [pictures[i] as number, pictures[pairs + i] as number]
          expect(classOf(classes, left) === classOf(classes, right)).toBe(label === 0)
          expect(left).not.toBe(right)
        })
      }),
      fixed,
    )
  })

  it('says so when no class has two pictures', () => {
    expect(() => createSampler({ kind: 'pairs', pairs: 4 }, [[0], [1]], 1)).toThrow(/two pictures/)
  })
})

describe('balanced', () => {
  const spec = (classes: number, pictures: number) => ({ kind: 'balanced', classes, pictures }) as const

  it('repeats no class and no picture in a batch while there are enough', () => {
    const arbitrary = fc.tuple(
      sizes(1, 15),
      fc.integer({ min: 2, max: 8 }),
      fc.integer({ min: 2, max: 5 }),
      seed,
      fc.nat(40),
    )
    fc.assert(
      fc.property(arbitrary, ([lengths, places, each, seed, step]) => {
        const classes = classesOf(lengths)
        const { pictures, labels } = createSampler(spec(places, each), classes, seed).batch(step)
        expect(pictures).toHaveLength(places * each)
        expect(new Set(labels).size).toBe(Math.min(places, classes.length))
        const label = new Map<number, number>()
        const seen = new Map<number, number>()
        pictures.forEach((picture, i) => {
          const own = classOf(classes, picture)
          // One label for one class.
          expect(label.get(own) ?? labels[i]).toBe(labels[i])
          label.set(own, labels[i] as number)
          seen.set(picture, (seen.get(picture) ?? 0) + 1)
        })
        const most = Math.ceil(places / classes.length) * each
        for (const [picture, times] of seen) {
          const size = classes[classOf(classes, picture)]?.length as number
          expect(times).toBeLessThanOrEqual(Math.ceil(most / size))
        }
      }),
      fixed,
    )
  })

  it('shows all classes equally often, and the pictures of a class too', () => {
    const { coverage } = createSampler(spec(4, 2), classesOf([4, 4, 4, 4, 6, 6, 2, 4]), 3)
    // 12 passes of 2 steps: every class 12 times with 2 pictures.
    const { classes, pictures } = coverage(24)
    expect(classes).toEqual(Array(8).fill(24))
    expect([...pictures.values()]).toEqual([4, 4, 4, 4, 6, 6, 2, 4].flatMap((n) => Array<number>(n).fill(24 / n)))
  })

  it('draws turned classes as classes of their own', () => {
    const sampler = createSampler(spec(8, 2), classesOf([5, 5]), 9, true)
    expect(sampler.classes).toBe(8)
    const { labels, rotations, classes } = sampler.batch(0)
    expect(new Set(labels).size).toBe(8)
    classes.forEach((drawn, i) => expect(rotations[i]).toBe(drawn % 4))
    expect(sampler.coverage(3).classes).toEqual([24, 24])
  })
})

describe('episodes', () => {
  it('puts the supports first, class by class in order of their labels, and never a support among the queries', () => {
    const spec = { kind: 'episodes', way: 3, shot: 2, queries: 2 } as const
    fc.assert(
      fc.property(seed, fc.nat(60), (seed, step) => {
        const { pictures, labels } = createSampler(spec, classesOf([4, 5, 6, 4, 7]), seed).batch(step)
        expect([...labels]).toEqual([0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2])
        expect(new Set(pictures).size).toBe(12)
      }),
      fixed,
    )
  })

  it('refuses more ways than classes', () => {
    const spec = { kind: 'episodes', way: 5, shot: 1, queries: 1 } as const
    expect(() => createSampler(spec, classesOf([2, 2]), 1)).toThrow(/5 ways/)
  })
})

describe('every sampler', () => {
  const specs = [
    { kind: 'pairs', pairs: 6 },
    { kind: 'balanced', classes: 4, pictures: 3 },
    { kind: 'episodes', way: 4, shot: 1, queries: 2 },
    { kind: 'all' },
  ] as const

  it.each(specs)('draws step n without having drawn the steps before: $kind', (spec) => {
    const classes = classesOf([4, 7, 3, 8, 5, 6])
    const whole = createSampler(spec, classes, 5, true)
    const batches = Array.from({ length: 40 }, (_, step) => whole.batch(step))
    for (const step of [39, 0, 17, 18, 3])
      expect(createSampler(spec, classes, 5, true).batch(step)).toEqual(batches[step])
    if (spec.kind === 'all') return
    expect(createSampler(spec, classes, 6, true).batch(0)).not.toEqual(batches[0])
    expect(batches[1]).not.toEqual(batches[0])
  })

  it('counts what coverage says it fed', () => {
    const sampler = createSampler(specs[1], classesOf([4, 7, 3, 8, 5, 6]), 5)
    const { classes, pictures, steps } = sampler.coverage(10)
    expect(steps).toBe(10)
    expect(classes.reduce((a, b) => a + b)).toBe(120)
    expect([...pictures.values()].reduce((a, b) => a + b)).toBe(120)
    expect(pictures.size).toBe(33)
  })

  it('needs two classes', () => {
    expect(() => createSampler(specs[0], [[1, 2]], 1)).toThrow(/two classes/)
  })
})
