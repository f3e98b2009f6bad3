/** Which pictures are compared when the question is "same or different?", and how far apart a network puts them. */
import type { DatasetInfo } from '../../shared/dataset.ts'
import type { Codes, PairScore } from '../../shared/evaluation.ts'
import { Rng } from '../../shared/random.ts'
import { poolsOf } from './protocols/pool.ts'
import { pairDistance } from './score.ts'

/** Pairs as picture indices, first and second side by side: pair i is (first[i], second[i]). */
export interface PicturePairs {
  readonly first: Uint32Array
  readonly second: Uint32Array
  /** How many there are in all; more than are listed where a limit made a sample of them. */
  readonly total: number
}

export interface VerificationPairs {
  /** Two pictures of one class with different contents. */
  readonly genuine: PicturePairs
  /** Pictures of two classes. */
  readonly impostor: PicturePairs
}

export interface VerificationOptions {
  /** Most pairs of either kind; beyond it they are drawn at random. @default 1000000 */
  readonly limit?: number
  /** @default 0 */
  readonly seed?: number
  /** Impostor pairs only within a group. @default false */
  readonly withinGroup?: boolean
}

/** Pairs in memory that grows with them. */
class PairList {
  private first = new Uint32Array(1024)
  private second = new Uint32Array(1024)
  private length = 0

  add(a: number, b: number): void {
    if (this.length === this.first.length) {
      const grown = (before: Uint32Array) => {
        const after = new Uint32Array(before.length * 2)
        after.set(before)
        return after
      }
      this.first = grown(this.first)
      this.second = grown(this.second)
    }
    this.first[this.length] = a
    this.second[this.length++] = b
  }

  /** All of them, or a random `limit` of them in their old order. */
  taken(limit: number, rng: Rng): PicturePairs {
    const total = this.length
    if (total <= limit) return { first: this.first.subarray(0, total), second: this.second.subarray(0, total), total }
    const first = new Uint32Array(limit)
    const second = new Uint32Array(limit)
    // Knuth's selection sampling: each pair with the chance that keeps exactly `limit` of them.
    for (let at = 0, kept = 0; kept < limit; at++) {
      if (rng.next() * (total - at) >= limit - kept) continue
      first[kept] = this.first[at]!
      second[kept++] = this.second[at]!
    }
    return { first, second, total }
  }
}

function genuinePairs(dataset: DatasetInfo, classes: readonly number[]): PairList {
  const pairs = new PairList()
  for (const index of classes) {
    const { pictures } = dataset.classes[index]!
    pictures.forEach((a, place) => {
      for (const b of pictures.slice(place + 1)) {
        // A file beside its copy would be accepted at any threshold and flatter every figure.
        if (dataset.pictures[a]!.hash !== dataset.pictures[b]!.hash) pairs.add(a, b)
      }
    })
  }
  return pairs
}

function impostorPairs(
  dataset: DatasetInfo,
  groups: readonly (readonly number[])[],
  limit: number,
  rng: Rng,
): PicturePairs {
  const picturesOf = (index: number) => dataset.classes[index]!.pictures
  const members = groups.map((classes) => classes.flatMap(picturesOf))
  const totals = groups.map((classes, group) => {
    const all = members[group]!.length
    return (all * all - classes.reduce((sum, index) => sum + picturesOf(index).length ** 2, 0)) / 2
  })
  const total = totals.reduce((sum, count) => sum + count, 0)
  const pairs = new PairList()
  const classOf = Int32Array.from(dataset.pictures, ({ classIndex }) => classIndex)
  const isImpostor = (a: number, b: number) => classOf[a] !== classOf[b]
  if (total <= limit) {
    for (const pictures of members) {
      for (let i = 0; i < pictures.length; i++) {
        for (let j = i + 1; j < pictures.length; j++) {
          if (isImpostor(pictures[i]!, pictures[j]!)) pairs.add(pictures[i]!, pictures[j]!)
        }
      }
    }
    return pairs.taken(limit, rng)
  }
  // Each group gets its share; within it two pictures are drawn until their classes differ.
  for (const [group, pictures] of members.entries()) {
    const wanted = Math.round((limit * totals[group]!) / total)
    for (let drawn = 0; drawn < wanted;) {
      const a = pictures[rng.int(pictures.length)]!
      const b = pictures[rng.int(pictures.length)]!
      if (!isImpostor(a, b)) continue
      pairs.add(a, b)
      drawn++
    }
  }
  return { ...pairs.taken(limit, rng), total }
}

/**
 * All pairs of the classes, or a seeded sample where there are more than the limit. The same data, options and seed give the
 * same pairs.
 */
export function verificationPairs(
  dataset: DatasetInfo,
  classes: readonly number[],
  options: VerificationOptions = {},
): VerificationPairs {
  const { limit = 1_000_000, seed = 0, withinGroup = false } = options
  const groups = poolsOf(dataset, classes, withinGroup).map((pool) => pool.classes)
  return {
    genuine: genuinePairs(dataset, classes).taken(limit, new Rng(seed, 'verification', 'genuine')),
    impostor: impostorPairs(dataset, groups, limit, new Rng(seed, 'verification', 'impostor')),
  }
}

/** Distance of every pair as the head measures it; smaller = more alike. @param codes row i is picture i */
export function pairwiseDistances(codes: Codes, score: PairScore, { first, second }: PicturePairs): Float64Array {
  const distance = pairDistance(codes, score)
  const found = new Float64Array(first.length)
  for (let pair = 0; pair < found.length; pair++) found[pair] = distance(first[pair]!, second[pair]!)
  return found
}
