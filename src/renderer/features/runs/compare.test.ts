import { describe, expect, it } from 'vitest'
import type { RunScore } from '../../../shared/contract/runs.ts'
import { comparableScores, LOOKS } from './compare.ts'

describe('runs beside each other', () => {
  it('puts numbers of one protocol together, the newest of each run', () => {
    const score = (hash: string, accuracy: number) => ({ protocol: { name: hash, hash }, accuracy }) as RunScore
    const found = comparableScores([
      { scores: [score('x', 0.9), score('x', 0.1)] },
      { scores: [score('y', 0.5), score('x', 0.8)] },
    ])
    expect(found.map(({ protocol, scores }) => [protocol.hash, scores.map((each) => each?.accuracy)])).toEqual([
      ['x', [0.9, 0.8]],
      ['y', [undefined, 0.5]],
    ])
  })

  it('looks different in colour and in dash', () => {
    expect(new Set(LOOKS.map(({ colour }) => colour)).size).toBe(LOOKS.length)
    expect(new Set(LOOKS.map(({ dashed }) => dashed.join())).size).toBe(LOOKS.length)
  })
})
