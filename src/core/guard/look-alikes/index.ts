/** Near-duplicates of a data set: other files, the same picture to the eye. */
import { createHash } from 'node:crypto'
import type { DatasetInfo, PictureInfo } from '../../../shared/dataset.ts'
import type { LookAlikeSet } from '../../../shared/guard.ts'
import { cacheFolder } from '../../dataset/cache-folder.ts'
import { decodeInto, DECODER_VERSION } from '../../dataset/decode/decode.ts'
import type { Progress } from '../../dataset/index.ts'
import { readScannedFile } from '../../dataset/open-pictures.ts'
import { openSource } from '../../dataset/sources/open-source.ts'
import { forEachParallel } from '../../dataset/parallel.ts'
import { messageOf, UserError } from '../../../shared/errors.ts'
import { FeatureCache } from '../../trained/feature-cache.ts'
import { FINGERPRINT_BYTES, fingerprintOf, SIDE } from './fingerprint.ts'
import { findSets } from './find-sets.ts'

export interface LookAlikeOptions {
  /** Where fingerprints are kept, by picture hash. @default the user's cache folder */
  readonly cacheDir?: string
  /** Files in flight at once: few, so that thumbnails of the same process do not wait. @default 2 */
  readonly concurrency?: number
  /** Fingerprints made, of all different pictures. */
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

/** Goes up when a fingerprint of the same picture would be another. */
const VERSION = 1
const FOLDER = 'fingerprints'
/** Fingerprints made before they are written down: what a cancelled search has done is not lost. */
const KEPT_AT_ONCE = 500
const TARGET = { width: SIDE, height: SIDE, channels: 3, fit: 'fill' } as const

/** One picture for each content: copies of a file have the fingerprint of the first. */
function firstOfEach(pictures: readonly PictureInfo[]): Map<string, number[]> {
  const byHash = new Map<string, number[]>()
  pictures.forEach(({ hash }, index) => {
    const same = byHash.get(hash)
    if (same) same.push(index)
    else byHash.set(hash, [index])
  })
  return byHash
}

/** Makes the fingerprints that are missing. */
async function complete(
  dataset: DatasetInfo,
  firsts: readonly number[],
  kept: FeatureCache,
  options: LookAlikeOptions,
) {
  const { onProgress, signal, concurrency = 2 } = options
  const missing = firsts.filter((index) => kept.get((dataset.pictures[index] as PictureInfo).hash) === undefined)
  // Nothing to read: it works for a folder that is gone, too.
  if (missing.length === 0) return
  const known = firsts.length - missing.length
  const { source } = openSource(dataset.root)
  let fresh: { hash: string; features: Float32Array }[] = []
  const keep = async () => {
    const made = fresh
    fresh = []
    // A cache that cannot be written costs time the next time, not this result.
    if (made.length > 0) await kept.add(made).catch(() => undefined)
  }
  try {
    const lanes = Array.from({ length: concurrency }, () => new Uint8Array(SIDE * SIDE * 3))
    const work = async (at: number, lane: number): Promise<void> => {
      const picture = dataset.pictures[missing[at] as number] as PictureInfo
      const bytes = await readScannedFile(dataset, picture, source)
      const pixels = lanes[lane] as Uint8Array
      await decodeInto(pixels, bytes, TARGET, picture).catch((error: unknown) => {
        throw new UserError('picture-unreadable', `${picture.path} in ${dataset.root} ${messageOf(error)}.`, {
          subject: picture.path,
          next: 'Scan the data set again.',
          cause: error,
        })
      })
      fresh.push({ hash: picture.hash, features: new Float32Array(fingerprintOf(pixels).buffer) })
      if (fresh.length >= KEPT_AT_ONCE) await keep()
    }
    await forEachParallel(missing.length, work, {
      concurrency,
      onProgress: ({ done }) => onProgress?.({ done: known + done, total: firsts.length }),
      ...(signal === undefined ? {} : { signal }),
    })
  } finally {
    await keep()
    source.close()
  }
}

/**
 * Finds pictures that look the same though their files differ: resized, saved anew, a shade darker. Each picture is decoded
 * once, and remembered by its hash.
 * @throws UserError naming a picture that has changed or is gone
 */
export async function findLookAlikes(dataset: DatasetInfo, options: LookAlikeOptions = {}): Promise<LookAlikeSet[]> {
  const { cacheDir = cacheFolder(), signal } = options
  const byHash = firstOfEach(dataset.pictures)
  const firsts = [...byHash.values()].map(([first]) => first as number)
  const key = createHash('sha256')
    .update(JSON.stringify([VERSION, DECODER_VERSION, dataset.root]))
    .digest('hex')
  const kept = await FeatureCache.open(cacheDir, key.slice(0, 32), FINGERPRINT_BYTES / 4, FOLDER)
  await complete(dataset, firsts, kept, options)
  const bytes = new Uint8Array(firsts.length * FINGERPRINT_BYTES)
  firsts.forEach((index, row) => {
    const print = kept.get((dataset.pictures[index] as PictureInfo).hash)
    if (print) bytes.set(new Uint8Array(print.buffer, print.byteOffset, print.byteLength), row * FINGERPRINT_BYTES)
  })
  const sets = await findSets(bytes, async () => {
    await new Promise((resolve) => setImmediate(resolve))
    signal?.throwIfAborted()
  })
  return sets.map((rows) => {
    const pictures = rows.flatMap(
      (row) => byHash.get((dataset.pictures[firsts[row] as number] as PictureInfo).hash) ?? [],
    )
    pictures.sort((a, b) => a - b)
    const classes = new Set(pictures.map((index) => dataset.pictures[index]?.classIndex))
    return { pictures, acrossClasses: classes.size > 1 }
  })
}
