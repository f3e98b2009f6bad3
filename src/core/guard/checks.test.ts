import { describe, expect, it } from 'vitest'
import type { Accuracy } from '../../shared/evaluation.ts'
import { Rng } from '../../shared/random.ts'
import { wilsonInterval } from '../../shared/statistics.ts'
import { tinyRecipe } from '../../../tests/fixtures/record.ts'
import { turnedPictures } from '../evaluation/index.ts'
import { codeFindings, spreadOf } from './codes.ts'
import { CoverageCounter, coverageFinding } from './coverage.ts'
import { gapFinding } from './gap.ts'
import { ownPictureFindings, tieFindings } from './trials.ts'

const cosine = { kind: 'cosine' } as const
const codesOf = (rows: readonly (readonly number[])[]) => ({
  data: Float32Array.from(rows.flat()),
  count: rows.length,
  size: rows[0]?.length ?? 0,
})
const said = (findings: readonly { code: string; severity: string }[]) =>
  findings.map(({ code, severity }) => `${severity} ${code}`)

describe('codes', () => {
  const rng = new Rng('codes')
  const good = Array.from({ length: 60 }, () => Array.from({ length: 8 }, () => rng.normal()))
  const rows = good.map((_, i) => i)
  const hashes = rows.map(String)

  it('that lie apart pass', () => {
    expect(said(codeFindings(codesOf(good), cosine, rows, hashes))).toEqual(['passed checks/spread'])
    expect(spreadOf(codesOf(good), cosine, rows)).toBeGreaterThan(0.9)
  })

  it('that are nearly one have collapsed, whatever their length', () => {
    const flat = good.map((row) => row.map((value, i) => (i === 0 ? 5 : 0) + value * 1e-4))
    expect(said(codeFindings(codesOf(flat), cosine, rows, hashes))).toEqual(['warning checks/collapsed'])
    const l1 = { kind: 'l1', weight: new Float32Array(8), bias: 0 } as const
    expect(said(codeFindings(codesOf(flat), l1, rows, hashes))).toEqual(['warning checks/collapsed'])
  })

  it('that are equal are told, but not those of one file twice', () => {
    const doubled = good.map((row, i) => (i < 6 ? (good[0] as number[]) : row))
    const [, equal] = codeFindings(codesOf(doubled), cosine, rows, hashes)
    expect(equal).toMatchObject({ code: 'checks/equal-codes', figures: { equal: { share: 0.1 }, pictures: 60 } })
    const copies = rows.map((row) => (row < 6 ? 'one file' : String(row)))
    expect(said(codeFindings(codesOf(doubled), cosine, rows, copies))).toEqual(['passed checks/spread'])
  })
})

describe('trials', () => {
  const results = (tied: number, of: number) => Array.from({ length: of }, (_, i) => ({ tied: i < tied ? 2 : 1 }))

  it('that are tied are told, as a warning where they are many', () => {
    expect(said(tieFindings(results(0, 200)))).toEqual(['passed checks/no-ties'])
    expect(said(tieFindings(results(1, 200)))).toEqual(['note checks/ties'])
    expect(tieFindings(results(20, 200))).toMatchObject([
      {
        severity: 'warning',
        figures: { share: { share: 0.1 } },
        sentence: '10.0 % of 200 trials are tied, and earn a part of a point.',
      },
    ])
  })

  it('whose query is its own support, by itself or as a copy, are gifts', () => {
    const pictures = ['a', 'b', 'a', 'c'].map((hash, i) => ({ path: `${i}.png`, hash }))
    const trials = [
      { query: 0, supports: [[1], [3]], truth: 0 },
      { query: 0, supports: [[1], [2]], truth: 1 },
      { query: 3, supports: [[3], [1]], truth: 0 },
    ]
    expect(ownPictureFindings([{ trials }], pictures)).toMatchObject([
      { severity: 'warning', subjects: ['0.png', '3.png'], figures: { count: 2, trials: 3 } },
    ])
    expect(said(ownPictureFindings([{ trials: trials.slice(0, 1) }], pictures))).toEqual([
      'passed checks/no-own-picture',
    ])
  })

  it('of turned pictures are told apart by their turn', () => {
    const pictures = turnedPictures(['a', 'b'].map((hash, i) => ({ path: `${i}.png`, hash, width: 2, height: 2 })))
    const trials = [
      { query: 2, supports: [[0], [4]], truth: 0 },
      { query: 5, supports: [[5], [3]], truth: 0 },
    ]
    expect(ownPictureFindings([{ trials }], pictures)).toMatchObject([
      { subjects: ['1.png (180°)'], figures: { count: 1, trials: 2 } },
    ])
    expect(() => ownPictureFindings([{ trials }], pictures.slice(0, 2))).toThrow(RangeError)
  })
})

describe('the gap between seen and unseen classes', () => {
  const accuracy = (right: number, trials = 400): Accuracy => ({
    accuracy: right / trials,
    interval: wilsonInterval(right, trials),
    chance: 0.1,
    trials,
  })
  const code = (seen: number, unseen: number) => gapFinding(accuracy(seen), accuracy(unseen), 10).code

  it('is judged by what the intervals show', () => {
    expect(code(360, 350)).toBe('checks/gap-none')
    expect(code(360, 320)).toBe('checks/gap')
    expect(code(396, 240)).toBe('checks/gap-wide')
    expect(code(396, 44)).toBe('checks/at-chance')
    expect(code(45, 41)).toBe('checks/nothing-learnt')
    // Better on new classes than on old ones is luck, not a fault.
    expect(code(320, 360)).toBe('checks/gap-none')
  })

  it('names both with their intervals', () => {
    expect(gapFinding(accuracy(396), accuracy(240), 10).sentence).toBe(
      'It knows its training classes by heart: 10-way 1-shot 99.0 % (97.5 % to 99.6 %) on them, 60.0 % (55.1 % to 64.7 %) on classes it has not seen.',
    )
  })
})

describe('coverage', () => {
  const classes = Array.from({ length: 10 }, (_, i) => [3 * i, 3 * i + 1, 3 * i + 2])
  const names = { className: (place: number) => `class ${place}`, path: (picture: number) => `${picture}.png` }

  it('counts what balanced batches of 4 classes and 2 pictures have fed', async () => {
    const counter = new CoverageCounter(tinyRecipe(), classes)
    const one = await counter.advance(1)
    expect(one).toMatchObject({ steps: 1, classes: 10, pictures: 30, most: 1, least: 0 })
    expect(one.unseenClasses).toHaveLength(6)
    expect(one.unseenPictures).toHaveLength(22)
    const needed = await new CoverageCounter(tinyRecipe(), classes).needed()
    expect(coverageFinding(one, needed, names)).toMatchObject({
      code: 'coverage/classes',
      severity: 'warning',
      figures: { unseenClasses: 6, unseen: 22, needed },
    })
    expect(coverageFinding(one, needed, names).subjects).toContain(`class ${one.unseenClasses[0]}`)
    const all = await counter.advance(needed ?? 0)
    expect(coverageFinding(all, null, names)).toMatchObject({ code: 'coverage/all', severity: 'passed' })
    // Never back.
    expect((await counter.advance(1)).steps).toBe(needed)
  })

  it('tells pictures apart from classes', async () => {
    const seen = { steps: 5, classes: 10, pictures: 30, unseenClasses: [], unseenPictures: [4], least: 0, most: 2 }
    expect(coverageFinding(seen, 9, names)).toMatchObject({
      code: 'coverage/pictures',
      severity: 'note',
      subjects: ['4.png'],
      advice: 'Train longer (9 steps show every one), or take larger batches.',
    })
  })
})
