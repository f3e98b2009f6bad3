import { describe, expect, it } from 'vitest'
import type { ClassSplit, DatasetInfo } from '../../shared/dataset.ts'
import { dataFindings } from './data-findings.ts'

/** Four classes of two pictures each; the last two are tested. */
function dataset(overrides: Partial<DatasetInfo> = {}, names = ['a/oak', 'a/fir', 'b/ash', 'b/elm']): DatasetInfo {
  const pictures = names.flatMap((name, classIndex) =>
    [0, 1].map((n) => ({
      path: `${name}/${n}.png`,
      classIndex,
      hash: `${name}${n}`,
      width: 9,
      height: 9,
      channels: 1,
    })),
  )
  return {
    root: '/data',
    kind: 'folder',
    hash: '',
    levels: 2,
    groups: ['a', 'b'],
    classes: names.map((name, i) => ({ name, group: name.split('/')[0] ?? '', pictures: [2 * i, 2 * i + 1] })),
    pictures,
    problems: [],
    duplicates: [],
    colour: 'grey',
    ...overrides,
  }
}
const split: ClassSplit = { seed: 1, by: 'class', train: [0, 1], validation: [], test: [2, 3] }
const codes = (...args: Parameters<typeof dataFindings>) => dataFindings(...args).map(({ code }) => code)

describe('what is doubtful about data', () => {
  it('is nothing where all differ', () => {
    const findings = dataFindings(dataset(), split, [])
    expect(findings.map(({ severity }) => severity)).toEqual(['passed', 'passed', 'passed'])
    expect(findings.map(({ code }) => code)).toEqual(['data/no-identical', 'data/no-look-alike', 'data/no-torn-name'])
  })

  it('is a file in two parts of the split, before one in two classes, before one in a class', () => {
    const duplicates = [
      { pictures: [0, 1], acrossClasses: false },
      { pictures: [0, 2], acrossClasses: true },
      { pictures: [1, 4], acrossClasses: true },
    ]
    const findings = dataFindings(dataset({ duplicates }), split, [])
    expect(findings.slice(0, 3)).toMatchObject([
      {
        code: 'data/identical-split',
        severity: 'warning',
        subjects: ['a/oak/1.png = b/ash/0.png'],
        figures: { count: 1 },
        sentence: '1 picture stands in two parts of the split.',
      },
      { code: 'data/identical-classes', severity: 'warning', subjects: ['a/oak/0.png = a/fir/0.png'] },
      { code: 'data/identical-class', severity: 'note', subjects: ['a/oak/0.png = a/oak/1.png'] },
    ])
  })

  it('is a look-alike in the same way; a set of many classes crosses the split if one of them does', () => {
    const alike = [{ pictures: [0, 2, 7], acrossClasses: true }]
    expect(codes(dataset(), split, alike)).toContain('data/look-alike-split')
    expect(codes(dataset(), { ...split, train: [0, 1, 3], test: [2] }, alike)).toContain('data/look-alike-classes')
  })

  it('is a name in two parts, once there is a split', () => {
    const named = dataset({}, ['a/oak', 'a/fir', 'b/oak', 'b/elm'])
    expect(dataFindings(named, split, undefined)).toMatchObject([
      { code: 'data/no-identical' },
      { code: 'data/torn-name', subjects: ['oak (training + test)'], figures: { count: 1 } },
    ])
    expect(codes(named, undefined, [])).toEqual(['data/no-identical', 'data/no-look-alike'])
  })
})
