import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeProtocol } from './protocol.ts'
import { hashTrials } from './protocol-hash.ts'
import { fakeAlphabets, fakeDataset, range } from '../testing.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('hashTrials', () => {
  it('is the sum of one line for each trial', () => {
    const one = {
      query: 0,
      supports: [
        [1, 2],
        [3, 4],
      ],
      truth: 1,
    }
    const two = {
      query: 5,
      supports: [
        [6, 7],
        [8, 9],
      ],
      truth: 0,
    }
    const hash = hashTrials([one, two], (picture) => `h${picture}`)
    expect(hash).toBe(sha256('h0|h1,h2;h3,h4|1\nh5|h6,h7;h8,h9|0\n'))
  })

  it('is the same where the hashes are copied as bytes', () => {
    const plain = fakeAlphabets(1, 15, 4)
    const real = fakeDataset(
      plain.classes.map(({ name, pictures }) => ({
        name,
        hashes: pictures.map((picture) => sha256(plain.pictures[picture]!.hash)),
      })),
    )
    for (const shot of [1, 3]) {
      const rules = { classes: range(15), way: 12, shot, trials: 30, seed: 1, withinGroup: false, acrossDrawer: false }
      const { hash, trials } = makeProtocol({ dataset: real, ...rules })
      expect(hash).toBe(hashTrials(trials, (picture) => real.pictures[picture]!.hash))
      expect(hash).not.toBe(makeProtocol({ dataset: plain, ...rules }).hash)
    }
  })
})
