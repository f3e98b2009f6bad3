import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProblemKind } from '../../shared/dataset.ts'
import { sha256, writeAll, writeWhole } from './cache-folder.ts'
import { DECODER_VERSION } from './decode/decode.ts'
import type { Inspection } from './decode/inspect.ts'

/** What is remembered of one file: what it is, or why it gives no picture. */
export type ScannedFile =
  ({ readonly hash: string } & Inspection) | { readonly kind: ProblemKind; readonly message: string }

/** `PATH -> [stamp, what was found]` */
type IndexEntries = Record<string, readonly [string, ScannedFile]>

const FORMAT = `scan-${DECODER_VERSION}`

/**
 * Remembers what a scan found, so that the next one reads only what changed. It can always be made again: whatever is
 * wrong with it, the scan just takes longer.
 */
export class ScanIndex {
  private readonly path: string
  private readonly old: ReadonlyMap<string, readonly [string, ScannedFile]>
  private readonly entries: IndexEntries = Object.create(null) as IndexEntries
  private changed = false

  /** @param root absolute path of the folder or zip */
  constructor(root: string, cacheDir: string) {
    this.path = join(cacheDir, 'scans', `${sha256(root).slice(0, 32)}.json`)
    this.old = this.load()
  }

  private load(): ReadonlyMap<string, readonly [string, ScannedFile]> {
    try {
      const text = readFileSync(this.path, 'utf8')
      // The first line names the format and a checksum: a torn or edited file is not believed.
      const [head = '', body = ''] = text.split('\n', 2)
      if (head !== `${FORMAT} ${sha256(body)}`) return new Map()
      return new Map(Object.entries(JSON.parse(body) as IndexEntries))
    } catch {
      return new Map()
    }
  }

  /** What is known of the file, when it has not changed since. */
  find(path: string, stamp: string | undefined): ScannedFile | undefined {
    const entry = this.old.get(path)
    if (stamp === undefined || entry?.[0] !== stamp) return undefined
    this.entries[path] = entry
    return entry[1]
  }

  add(path: string, stamp: string | undefined, found: ScannedFile): void {
    if (stamp === undefined) return
    this.entries[path] = [stamp, found]
    this.changed = true
  }

  /** Saves when anything changed. A folder that cannot be written costs time later, not this scan. */
  async save(): Promise<void> {
    if (!this.changed && Object.keys(this.entries).length === this.old.size) return
    const body = JSON.stringify(this.entries)
    const bytes = Buffer.from(`${FORMAT} ${sha256(body)}\n${body}`)
    try {
      await writeWhole(this.path, (fd) => writeAll(fd, bytes, 0))
    } catch {
      return
    }
  }
}
