import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'
import type yauzl from 'yauzl'
import type { DatasetProblem } from '../../../shared/dataset.ts'
import { messageOf, UserError } from '../../../shared/errors.ts'
import { crc32 } from '../crc32.ts'
import { MAX_FILE_BYTES } from '../limits.ts'
import { PictureError } from '../decode/picture-error.ts'
import type { PictureSource, SourceFile, SourceListing } from './source.ts'
import { compareText, isIgnoredName, shownName } from './source.ts'
import { listEntries, WindowReader } from './zip-directory.ts'

const STORED = 0
const DEFLATED = 8
const LOCAL_HEADER_BYTES = 30
const LOCAL_HEADER_SIGNATURE = 0x04034b50

/** Unix file type in the upper half of an entry's attributes: symbolic link. */
const isLink = (entry: yauzl.Entry) => ((entry.externalFileAttributes >>> 16) & 0xf000) === 0xa000

/** Why the entry's name may not be used; undefined for a good one. */
function faultOfName(name: string): string | undefined {
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'has an absolute path'
  if (name.split('/').includes('..')) return 'leads out of the zip'
  return name.includes('\u0000') ? 'has a name that no file can have' : undefined
}

/** A zip of a folder, read in place: nothing is unpacked to disk. */
export class ZipSource implements PictureSource {
  readonly kind = 'zip'
  private readonly path: string
  private readonly fd: number
  private readonly size: number
  private entries: Map<string, yauzl.Entry> | undefined

  /** @throws the system's error when the file cannot be opened */
  constructor(path: string) {
    this.path = path
    this.fd = openSync(path, 'r')
    this.size = fstatSync(this.fd).size
  }

  private async directory(signal?: AbortSignal): Promise<yauzl.Entry[]> {
    try {
      return await listEntries(new WindowReader(this.fd, this.size), this.size, signal)
    } catch (error) {
      signal?.throwIfAborted()
      throw new UserError('zip-broken', `${this.path} cannot be read as a zip: ${messageOf(error)}.`, {
        subject: this.path,
        next: 'Copy or download it again, or unpack it and choose the folder.',
        cause: error,
      })
    }
  }

  async list(signal?: AbortSignal): Promise<SourceListing> {
    const files: SourceFile[] = []
    const folders = new Set<string>()
    const problems: DatasetProblem[] = []
    const entries = new Map<string, yauzl.Entry>()
    let packed = 0
    for (const entry of await this.directory(signal)) {
      const name = entry.fileName.replace(/\/+/g, '/').replace(/^(\.\/)+/, '')
      const leaveOut = (kind: DatasetProblem['kind'], clause: string) =>
        problems.push({ kind, path: name, message: `${shownName(name)} ${clause}.`, leftOut: true })
      const parts = name.split('/').filter((part) => part !== '')
      const fault = faultOfName(name)
      if (fault !== undefined) {
        leaveOut('link-outside', `${fault}: it is not used`)
        continue
      }
      if (parts.length === 0 || parts.some(isIgnoredName)) continue
      const isFolder = name.endsWith('/')
      for (let depth = 1; depth < parts.length + (isFolder ? 1 : 0); depth++) {
        folders.add(parts.slice(0, depth).join('/'))
      }
      if (isFolder) continue
      if (isLink(entry)) leaveOut('broken-link', 'is a link inside a zip: it is not followed')
      else if (entries.has(name)) leaveOut('stray-file', 'stands in the zip twice: the first one is used')
      else {
        entries.set(name, entry)
        packed += entry.compressedSize
        files.push({ path: name, size: entry.uncompressedSize, stamp: `${entry.crc32}:${entry.uncompressedSize}` })
      }
    }
    // Entries that share their packed bytes are how a small zip unfolds into terabytes.
    if (packed > this.size) {
      throw new UserError('zip-bomb', `${this.path} claims more packed data than the file holds.`, {
        subject: this.path,
        next: 'Do not trust this file; get the data set from its source again.',
      })
    }
    this.entries = entries
    files.sort((a, b) => compareText(a.path, b.path))
    return { files, folders: [...folders].sort(compareText), problems }
  }

  private async entry(path: string): Promise<yauzl.Entry> {
    if (this.entries === undefined) await this.list()
    const entry = this.entries?.get(path)
    if (entry === undefined) throw new PictureError('unreadable', 'is no longer in the zip')
    return entry
  }

  private readAt(position: number, length: number): Buffer {
    const bytes = Buffer.alloc(length)
    let read = 0
    while (read < length) {
      const count = readSync(this.fd, bytes, read, length - read, position + read)
      if (count === 0) throw new PictureError('truncated', 'is cut short: the zip ends before it does')
      read += count
    }
    return bytes
  }

  async read(path: string): Promise<Buffer> {
    const entry = await this.entry(path)
    if (entry.isEncrypted()) throw new PictureError('unreadable', 'is locked with a password')
    const { compressionMethod, compressedSize, uncompressedSize, relativeOffsetOfLocalHeader: start } = entry
    if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
      throw new PictureError('unreadable', `is packed by a method (${compressionMethod}) that cannot be read`)
    }
    if (uncompressedSize > MAX_FILE_BYTES || compressedSize > MAX_FILE_BYTES) {
      throw new PictureError('too-large', `is larger than ${MAX_FILE_BYTES / 2 ** 20} MiB`)
    }
    const header = this.readAt(start, LOCAL_HEADER_BYTES)
    if (header.readUInt32LE(0) !== LOCAL_HEADER_SIGNATURE) throw new PictureError('unreadable', 'is damaged in the zip')
    const data = start + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28)
    const bytes = this.unpack(this.readAt(data, compressedSize), compressionMethod, uncompressedSize)
    if (bytes.length !== uncompressedSize || crc32(bytes) !== entry.crc32) {
      throw new PictureError('unreadable', 'is damaged in the zip: its checksum does not fit')
    }
    return bytes
  }

  /** Never gives more than the size in the directory, whatever the packed data would unfold into. */
  private unpack(packed: Buffer, method: number, size: number): Buffer {
    if (method === STORED || size === 0) return packed
    try {
      return inflateRawSync(packed, { maxOutputLength: size })
    } catch (error) {
      const isLonger = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      const clause = isLonger ? 'unfolds into more than the zip says' : 'is damaged in the zip'
      throw new PictureError(isLonger ? 'too-large' : 'unreadable', clause, error)
    }
  }

  async readStart(path: string, length: number): Promise<Buffer> {
    return (await this.read(path)).subarray(0, length)
  }

  close(): void {
    closeSync(this.fd)
  }
}
