/** Thumbnails that were made already: the last ones in memory, all of them on disk. */
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

const MEMORY_BYTES = 64 * 2 ** 20

/** A WebP says how long it is: one that a crash cut short is made again. */
function isWhole(bytes: Buffer): boolean {
  return bytes.length > 12 && bytes.toString('latin1', 8, 12) === 'WEBP' && bytes.readUInt32LE(4) + 8 === bytes.length
}

export class PictureStore {
  private readonly folder: string
  private readonly budget: number
  private readonly held = new Map<string, Uint8Array>()
  private bytes = 0

  constructor(cacheDir: string, budget = MEMORY_BYTES) {
    this.folder = path.join(cacheDir, 'thumbnails')
    this.budget = budget
  }

  /** @param key of letters and digits */
  async find(key: string): Promise<Uint8Array | undefined> {
    const known = this.held.get(key)
    if (known) {
      this.hold(key, known)
      return known
    }
    const bytes = await readFile(this.fileOf(key)).catch(() => undefined)
    if (bytes === undefined || !isWhole(bytes)) return undefined
    this.hold(key, bytes)
    return bytes
  }

  /** Keeps it; a disk that takes nothing more costs only time. */
  async add(key: string, picture: Uint8Array): Promise<void> {
    this.hold(key, picture)
    const file = this.fileOf(key)
    const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`
    try {
      await mkdir(path.dirname(file), { recursive: true })
      await writeFile(temporary, picture)
      await rename(temporary, file)
    } catch {
      await rm(temporary, { force: true }).catch(() => undefined)
    }
  }

  private hold(key: string, picture: Uint8Array): void {
    this.bytes += picture.length - (this.held.get(key)?.length ?? 0)
    this.held.delete(key)
    this.held.set(key, picture)
    for (const [oldest, { length }] of this.held) {
      if (this.bytes <= this.budget) break
      this.held.delete(oldest)
      this.bytes -= length
    }
  }

  private fileOf(key: string): string {
    return path.join(this.folder, key.slice(0, 2), `${key}.webp`)
  }
}
