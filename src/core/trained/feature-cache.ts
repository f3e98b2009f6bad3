/**
 * Features of a frozen network by picture hash, kept on disk: an append-only file of records (32 bytes of picture hash, the
 * features, 4 bytes of check sum). What a crash cut off is found by its sum and made again; it is cut away by the first
 * who adds something, so that a process which only reads never shortens what another one is writing.
 */
import { mkdir, open, readFile } from 'node:fs/promises'
import path from 'node:path'
import { writeError } from '../runs/index.ts'
import { crc32 } from '../dataset/crc32.ts'

const HASH_BYTES = 32

function encodeRecord(hash: string, features: Float32Array): Uint8Array {
  const record = new Uint8Array(HASH_BYTES + features.byteLength + 4)
  record.set(Buffer.from(hash, 'hex'))
  record.set(new Uint8Array(features.buffer, features.byteOffset, features.byteLength), HASH_BYTES)
  new DataView(record.buffer).setUint32(record.length - 4, crc32(record.subarray(0, -4)), true)
  return record
}

interface Torn {
  readonly whole: number
  readonly size: number
}

/** Features by the content hash of their picture, in memory and in a file. */
export class FeatureCache {
  private readonly file: string | undefined
  private readonly rows: Map<string, Float32Array>
  /** Where the file does not end with a whole record: bytes of the whole ones, and all bytes. */
  private torn: Torn | undefined

  private constructor(file: string | undefined, rows: Map<string, Float32Array>, torn: Torn | undefined) {
    this.file = file
    this.rows = rows
    this.torn = torn
  }

  /**
   * @param key what the features depend on besides the picture; part of the file's name
   * @param size features of a picture
   * @param kind folder in the cache
   * @throws UserError `files/…` when the folder cannot be made
   */
  static async open(folder: string, key: string, size: number, kind = 'features'): Promise<FeatureCache> {
    const file = path.join(folder, kind, `${key}.bin`)
    try {
      await mkdir(path.dirname(file), { recursive: true })
    } catch (error) {
      throw writeError(file, error)
    }
    const bytes = await readFile(file).catch(() => Buffer.alloc(0))
    const recordBytes = HASH_BYTES + size * 4 + 4
    const rows = new Map<string, Float32Array>()
    let whole = 0
    for (; whole + recordBytes <= bytes.length; whole += recordBytes) {
      const record = bytes.subarray(whole, whole + recordBytes)
      if (crc32(record.subarray(0, -4)) !== record.readUInt32LE(recordBytes - 4)) break
      const features = new Float32Array(new Uint8Array(record.subarray(HASH_BYTES, -4)).buffer)
      rows.set(record.toString('hex', 0, HASH_BYTES), features)
    }
    return new FeatureCache(file, rows, whole < bytes.length ? { whole, size: bytes.length } : undefined)
  }

  /** One that keeps nothing on disk. */
  static forgetful(): FeatureCache {
    return new FeatureCache(undefined, new Map(), undefined)
  }

  get(hash: string): Float32Array | undefined {
    return this.rows.get(hash)
  }

  /** Keeps features, in memory and on disk. @throws UserError `files/disk-full` and its like */
  async add(entries: readonly { readonly hash: string; readonly features: Float32Array }[]): Promise<void> {
    const { file } = this
    for (const { hash, features } of entries) this.rows.set(hash, features)
    if (file === undefined || entries.length === 0) return
    try {
      const handle = await open(file, 'a')
      try {
        const { torn } = this
        this.torn = undefined
        // Had it grown since, somebody was in the middle of writing.
        if (torn && (await handle.stat()).size === torn.size) await handle.truncate(torn.whole)
        await handle.appendFile(Buffer.concat(entries.map(({ hash, features }) => encodeRecord(hash, features))))
      } finally {
        await handle.close()
      }
    } catch (error) {
      throw writeError(file, error)
    }
  }
}
