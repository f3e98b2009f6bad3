import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import sharp from 'sharp'
import { afterEach } from 'vitest'
import { crc32 } from './crc32.ts'

/** What the tests of this folder build their odd data sets from. */

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dataset-'))
  folders.push(folder)
  return folder
}

/** Writes files by their relative paths; a path that ends in a slash makes an empty folder. Returns the folder. */
export function writeTree(files: Readonly<Record<string, Uint8Array | string>>, root = temporaryFolder()): string {
  for (const [path, content] of Object.entries(files)) {
    const full = join(root, path)
    if (path.endsWith('/')) mkdirSync(full, { recursive: true })
    else {
      mkdirSync(dirname(full), { recursive: true })
      writeFileSync(full, content)
    }
  }
  return root
}

/** Pixels that depend on the seed, with enough detail that encoders cannot shrink them to nothing. */
export function noise(seed: number, width: number, height: number, channels: number): Uint8Array {
  const data = new Uint8Array(width * height * channels)
  let state = seed * 2654435761 + 1
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    data[i] = state >>> 24
  }
  return data
}

export type Encoding = 'png' | 'jpeg' | 'webp' | 'tiff' | 'gif' | 'avif'

/** A real picture file, different for each seed. */
export function picture(
  seed: number,
  { width = 40, height = 30, channels = 3 as 1 | 3 | 4, as = 'png' as Encoding } = {},
): Promise<Buffer> {
  const data = noise(seed, width, height, channels)
  const raw = sharp(data, { raw: { width, height, channels } })
  return (channels === 1 ? raw.toColourspace('b-w') : raw).toFormat(as).toBuffer()
}

/** A small binary PGM: the cheapest readable picture. */
export function pgm(seed: number, width = 4, height = 3): Buffer {
  return Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), noise(seed, width, height, 1)])
}

/** A data set of `classes` x `pictures` small pictures. */
export function smallTree(classes = 3, pictures = 2): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {}
  for (let c = 0; c < classes; c++) {
    for (let p = 0; p < pictures; p++) files[`class${c}/${p}.pgm`] = pgm(c * 100 + p)
  }
  return files
}

export interface ZipEntry {
  readonly name: string
  readonly content: Uint8Array
  /** Size to claim instead of the true one. */
  readonly claimedSize?: number
  readonly isLink?: boolean
  readonly isLocked?: boolean
  readonly method?: number
}

/** A zip written by hand, so that it can also be a bad one. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, claimedSize, isLink = false, isLocked = false, method = 8 } of entries) {
    const packed = method === 8 ? deflateRawSync(content) : Buffer.from(content)
    const bytes = Buffer.from(name)
    const header = Buffer.alloc(30)
    header.writeUInt32LE(0x04034b50, 0)
    header.writeUInt16LE(method, 8)
    header.writeUInt16LE(bytes.length, 26)
    const record = Buffer.alloc(46)
    record.writeUInt32LE(0x02014b50, 0)
    record.writeUInt16LE(0x0314, 4)
    record.writeUInt16LE(0x800 | (isLocked ? 1 : 0), 8)
    record.writeUInt16LE(method, 10)
    record.writeUInt32LE(crc32(content), 16)
    record.writeUInt32LE(packed.length, 20)
    record.writeUInt32LE(claimedSize ?? content.length, 24)
    record.writeUInt16LE(bytes.length, 28)
    record.writeUInt32LE(isLink ? 0xa1ff0000 : 0, 38)
    record.writeUInt32LE(offset, 42)
    parts.push(header, bytes, packed)
    directory.push(record, bytes)
    offset += header.length + bytes.length + packed.length
  }
  const records = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(records.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, records, end])
}

/** The same tree as a zip. */
export function zipTree(files: Readonly<Record<string, Uint8Array>>): Buffer {
  return zipOf(Object.entries(files).map(([name, content]) => ({ name, content })))
}

/** Waits until what was just written counts as settled, so that a scan remembers it. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 80))
}
