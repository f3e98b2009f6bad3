import { describe, expect, it } from 'vitest'
import type { RunScore, RunSummary } from '../../shared/contract/runs.ts'
import { seedSpread } from '../../shared/seeds.ts'
import { bySeedKey, spreadsOf, trainedSeeds } from './seed-groups.ts'

const score = (hash: string, accuracy: number) => ({ protocol: { name: hash, hash }, accuracy }) as RunScore
const run = (seed: number, seedKey: string | null, ...scores: RunScore[]) => ({ seed, seedKey, scores })

describe('runs that differ by their seed alone', () => {
  it('have mean and spread by protocol, the newest number of each seed, the protocol of most seeds first', () => {
    const found = spreadsOf([
      run(1, 'k', score('y', 0.5), score('x', 0.8), score('x', 0.1)),
      run(2, 'k', score('y', 0.7), score('x', 0.9)),
      run(3, 'k', score('x', 0.7)),
      run(4, 'k', score('z', 0.7)),
    ])
    expect(found.map(({ score: { protocol } }) => protocol.hash)).toEqual(['x', 'y'])
    expect(found[0]?.spread).toEqual(seedSpread([0.8, 0.9, 0.7]))
  })

  it('count a seed once, however often it was trained', () => {
    expect(spreadsOf([run(1, 'k', score('x', 0.8)), run(1, 'k', score('x', 0.9))])).toEqual([])
  })

  it('count once each where they were trained to the end, the run itself before another of its seed', () => {
    const trained = (id: string, seed: number, status: RunSummary['status'] = 'finished', seedKey = 'k') => {
      return { ...run(seed, seedKey), id, status }
    }
    const own = trained('own', 2)
    const all = [
      trained('a', 1),
      trained('again', 2),
      own,
      trained('c', 3, 'stopped'),
      trained('d', 4, 'finished', 'z'),
    ]
    expect(trainedSeeds(own, all).map(({ id }) => id)).toEqual(['own', 'a'])
    expect(trainedSeeds({ ...own, seedKey: null }, all)).toEqual([])
    expect(trainedSeeds(undefined, all)).toEqual([])
  })

  it('stand together in the order of the first; a damaged run has no others', () => {
    const [a, b, c, d] = [run(1, 'k'), run(2, 'other'), run(3, 'k'), run(4, null)] as const
    expect(bySeedKey([a, b, c, d, d])).toEqual([[a, c], [b], [d], [d]])
  })
})
