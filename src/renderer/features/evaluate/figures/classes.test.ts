import { describe, expect, it } from 'vitest'
import type { EvaluationPossible } from '../../../../shared/contract/evaluations.ts'
import { classesToChoose } from './classes.ts'

const possible = (classes: EvaluationPossible['classes'], count: number, validation: number): EvaluationPossible => ({
  ...{ classes, count, validation, groups: 0, drawers: 0, largestWay: 5, way: 5 },
  ...{ withinGroup: false, acrossDrawer: false, named: [], parts: [], usedFor: [], uses: 0 },
})

describe('the classes a figure may be about', () => {
  it('begin with those that may be looked at freely', () => {
    expect(classesToChoose(possible('test', 20, 10))).toEqual([
      { value: 'validation', count: 10 },
      { value: 'test', count: 20 },
    ])
    expect(classesToChoose(possible('validation', 10, 10))).toEqual([{ value: 'validation', count: 10 }])
  })

  it('are only those that were held out', () => {
    expect(classesToChoose(possible('test', 20, 0))).toEqual([{ value: 'test', count: 20 }])
    expect(classesToChoose(possible('none', 0, 0))).toEqual([])
  })
})
