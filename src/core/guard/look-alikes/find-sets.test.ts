import { describe, expect, it } from 'vitest'
import { Rng } from '../../../shared/random.ts'
import { COLOUR_AT, CONTRAST_AT, FINE_AT, FINGERPRINT_BYTES } from './fingerprint.ts'
import { findSets } from './find-sets.ts'

const random = (rng: Rng) => {
  const print = Uint8Array.from({ length: FINGERPRINT_BYTES }, () => rng.int(256))
  print[CONTRAST_AT] = 60
  return print
}
const flipped = (print: Uint8Array, from: number, bits: number) => {
  const copy = print.slice()
  for (let bit = 0; bit < bits; bit++) copy[from + bit] = (copy[from + bit] as number) ^ 1
  return copy
}
const joined = (prints: readonly Uint8Array[]) => Uint8Array.from(prints.flatMap((print) => [...print]))

describe('fingerprints that are close', () => {
  it('are found as a brute-force search finds them, among many', async () => {
    const rng = new Rng('prints')
    const prints: Uint8Array[] = []
    for (let i = 0; i < 400; i++) prints.push(random(rng))
    // Near one of the others by up to six bits of the coarse signature: four still count.
    for (let i = 0; i < 40; i++) prints.push(flipped(prints[i] as Uint8Array, 0, i % 7))
    const expected = Array.from({ length: 40 }, (_, i) => i)
      .filter((i) => i % 7 <= 4)
      .map((i) => [i, 400 + i])
    expect(await findSets(joined(prints))).toEqual(expected)
  })

  it('need the fine signature and the colour too', async () => {
    const print = random(new Rng('one'))
    const other = print.slice()
    const isFound = async (second: Uint8Array) => (await findSets(joined([print, second]))).length === 1
    expect(await isFound(other)).toBe(true)
    expect(await isFound(flipped(print, FINE_AT, 24))).toBe(true)
    expect(await isFound(flipped(print, FINE_AT, 25))).toBe(false)
    const level = print[COLOUR_AT + 2] as number
    other[COLOUR_AT + 2] = level > 128 ? level - 17 : level + 17
    expect(await isFound(other)).toBe(false)
  })

  it('make one set of all that are connected', async () => {
    const first = random(new Rng('chain'))
    const second = flipped(first, 0, 4)
    const third = second.slice()
    for (let bit = 0; bit < 4; bit++) third[4 + bit] = (third[4 + bit] as number) ^ 1
    expect(await findSets(joined([first, random(new Rng('else')), third, second]))).toEqual([[0, 2, 3]])
  })

  it('are none where pictures are blank', async () => {
    const blank = new Uint8Array(FINGERPRINT_BYTES)
    expect(await findSets(joined([blank, blank, blank]))).toEqual([])
  })

  it('let the caller end the search', async () => {
    const print = random(new Rng('same'))
    const many = joined(Array.from({ length: 1000 }, () => print))
    await expect(findSets(many, () => Promise.reject(new Error('enough')))).rejects.toThrow('enough')
  })
})
