import { describe, expect, it } from 'vitest'
import type { Evaluation } from '../../../shared/contract/evaluations.ts'
import { accuracyRows, caution } from './rows.ts'

const score = (accuracy: number, half = 0.02) => ({
  accuracy,
  interval: [accuracy - half, accuracy + half] as [number, number],
  chance: 0.05,
  trials: 400,
})
const evaluation = (own: number, baselines: Evaluation['baselines']) => ({ ...score(own), baselines }) as Evaluation

describe('an evaluation beside what it must beat', () => {
  it('lists the run first, then baselines from good to bad', () => {
    const rows = accuracyRows(evaluation(0.9, { pixels: score(0.2), hausdorff: score(0.7) }))
    expect(rows.map(({ name }) => name)).toEqual(['thisRun', 'hausdorff', 'pixels'])
    expect(caution(rows)).toBeUndefined()
  })

  it('says when training has shown nothing, or no difference', () => {
    expect(caution(accuracyRows(evaluation(0.7, { pixels: score(0.71) })))).toMatchObject({ kind: 'beaten' })
    expect(caution(accuracyRows(evaluation(0.7, { pixels: score(0.67) })))).toMatchObject({
      kind: 'overlap',
      by: { name: 'pixels' },
    })
    expect(caution(accuracyRows(evaluation(0.7, {})))).toBeUndefined()
  })
})
