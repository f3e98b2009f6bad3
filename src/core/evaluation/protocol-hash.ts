import { createHash } from 'node:crypto'
import type { Trial } from '../../shared/evaluation.ts'

/**
 * SHA-256 over the content of every trial: hash of the query, hashes of each way's supports, place of the truth.
 * Names, paths and seeds stay out, so the same trials over a copy of the pictures have the same hash.
 *
 * @param hashOf content hash of a picture index
 */
export function hashTrials(trials: readonly Trial[], hashOf: (picture: number) => string): string {
  const sum = createHash('sha256')
  for (const { query, supports, truth } of trials) {
    sum.update(`${hashOf(query)}|${supports.map((way) => way.map(hashOf).join(',')).join(';')}|${truth}\n`)
  }
  return sum.digest('hex')
}
