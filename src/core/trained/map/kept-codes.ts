import type { Codes, PairScore } from '../../../shared/evaluation.ts'
import { UserError } from '../../../shared/errors.ts'
import { findCodes } from '../code-cache.ts'

export interface MapCodes {
  /** Row i is point i of the map. */
  readonly codes: Codes
  readonly score: PairScore
}

/**
 * Codes that were made and kept before, by the pictures' hashes: reads only, so that any process may.
 * @throws UserError `map/no-codes` where some are not there
 */
export async function keptCodes(key: string, hashes: readonly string[], cacheDir?: string): Promise<MapCodes> {
  const kept = await findCodes(key, cacheDir)
  if (!kept) throw noCodes()
  const data = new Float32Array(hashes.length * kept.size)
  hashes.forEach((hash, row) => {
    const code = kept.rows.get(hash)
    if (!code) throw noCodes()
    data.set(code, row * kept.size)
  })
  return { codes: { data, count: hashes.length, size: kept.size }, score: kept.score }
}

const noCodes = () =>
  new UserError('map/no-codes', 'The codes of these pictures are not in the cache.', {
    next: 'Make the map again; if that does not help, free some space on the disk of the cache folder.',
  })
