import type { Dirent, Stats } from 'node:fs'
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { DatasetProblem, ProblemKind } from '../../../shared/dataset.ts'
import { MAX_DEPTH } from '../limits.ts'
import type { PictureSource, SourceFile, SourceListing } from './source.ts'
import { compareText, isIgnoredName, shownName } from './source.ts'

/**
 * A file that changed so shortly before it was listed could change again without its times showing it (clocks of file
 * systems tick in milliseconds): it is read anew next time.
 */
const FRESH_MS = 50

/** Longest stretch of listing without giving the event loop a turn, in milliseconds: what cancelling waits for. */
const TURN_MS = 25

/** So many reads that took longer mean a network drive, where reading side by side pays; one may be a hiccup. */
const SLOW_READ_MS = 3
const SLOW_READS = 8

/** System calls of a folder source: tests replace one to stage a failing disk. */
export interface FolderCalls {
  readonly readdir: (path: string) => Dirent[] | Promise<Dirent[]>
  readonly readFileSync: (path: string) => Buffer
  readonly readFile: (path: string) => Promise<Buffer>
}

/** Most pictures of one-shot sets are smaller. */
const scratch = Buffer.alloc(2 ** 16)

/** As `readFileSync`, with half as many system calls for a small file. */
function readSmallFile(path: string): Buffer {
  const fd = openSync(path, 'r')
  try {
    const length = readSync(fd, scratch, 0, scratch.length, 0)
    return length < scratch.length ? Buffer.from(scratch.subarray(0, length)) : readFileSync(path)
  } finally {
    closeSync(fd)
  }
}

const CALLS: FolderCalls = {
  // Synchronous, as is `lstat` below: ten thousand folders would wait for a thread most of a second.
  readdir: (path) => readdirSync(path, { withFileTypes: true }),
  readFileSync: readSmallFile,
  readFile: (path) => readFile(path),
}

/** Whether the system refused access. */
export function isDenied(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'EACCES' || code === 'EPERM'
}

function stampOf(stat: Stats, now: number): string | undefined {
  return now - stat.ctimeMs < FRESH_MS ? undefined : `${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}`
}

/** Walks one folder and what is below it, following links that stay inside. */
class Walk {
  readonly files: SourceFile[] = []
  readonly folders: string[] = []
  readonly problems: DatasetProblem[] = []
  private readonly root: string
  private readonly realRoot: string
  private readonly calls: FolderCalls
  private readonly signal: AbortSignal | undefined
  private turn = performance.now()

  constructor(root: string, calls: FolderCalls, signal: AbortSignal | undefined) {
    this.root = root
    this.realRoot = realpathSync(root)
    this.calls = calls
    this.signal = signal
  }

  private problem(kind: ProblemKind, path: string, clause: string): void {
    this.problems.push({ kind, path, message: `${shownName(path)} ${clause}.`, leftOut: true })
  }

  /** @param ancestors real paths from the root down to this folder, to see a link that leads back up */
  async enter(path: string, ancestors: readonly string[]): Promise<void> {
    if (performance.now() - this.turn > TURN_MS) {
      await new Promise((resolve) => setImmediate(resolve))
      this.turn = performance.now()
    }
    this.signal?.throwIfAborted()
    let entries: Dirent[]
    try {
      entries = await this.calls.readdir(join(this.root, path))
    } catch (error) {
      if (path === '') throw error
      if (isDenied(error)) this.problem('no-permission', path, 'may not be opened: you lack the permission')
      else this.problem('unreadable', path, `cannot be opened (${(error as NodeJS.ErrnoException).code ?? 'error'})`)
      return
    }
    if (path !== '') this.folders.push(path)
    entries.sort((a, b) => compareText(a.name, b.name))
    for (const entry of entries) {
      if (isIgnoredName(entry.name)) continue
      const child = path === '' ? entry.name : `${path}/${entry.name}`
      if (entry.isSymbolicLink()) await this.follow(child, ancestors)
      else if (entry.isDirectory()) await this.descend(child, [...ancestors, join(ancestors.at(-1) ?? '', entry.name)])
      else this.add(child)
    }
  }

  private async descend(path: string, ancestors: readonly string[]): Promise<void> {
    if (ancestors.length <= MAX_DEPTH) await this.enter(path, ancestors)
    else this.problem('unsupported-depth', path, `lies more than ${MAX_DEPTH} folders deep and is not entered`)
  }

  private add(path: string): void {
    let stat: Stats
    try {
      // Synchronous: a local lstat takes microseconds, and a hundred thousand promises would take most of a second.
      stat = lstatSync(join(this.root, path))
    } catch (error) {
      if (isDenied(error)) this.problem('no-permission', path, 'may not be looked at: you lack the permission')
      else this.problem('unreadable', path, 'went away while the folder was listed')
      return
    }
    this.addFile(path, stat)
  }

  private addFile(path: string, stat: Stats): void {
    // Reading a pipe or a device could wait for ever.
    if (!stat.isFile()) this.problem('stray-file', path, 'is no ordinary file')
    else this.files.push({ path, size: stat.size, stamp: stampOf(stat, Date.now()) })
  }

  private async follow(path: string, ancestors: readonly string[]): Promise<void> {
    let real: string
    let stat: Stats
    try {
      real = realpathSync(join(this.root, path))
      stat = statSync(real)
    } catch (error) {
      if (isDenied(error)) this.problem('no-permission', path, 'is a link that may not be followed')
      else this.problem('broken-link', path, 'is a link that leads nowhere')
      return
    }
    if (real !== this.realRoot && !real.startsWith(this.realRoot + sep)) {
      this.problem('link-outside', path, 'is a link that leads out of the chosen folder: it is not followed')
    } else if (!stat.isDirectory()) {
      this.addFile(path, stat)
    } else if (ancestors.includes(real)) {
      this.problem('broken-link', path, 'is a link that leads back to a folder it lies in')
    } else {
      await this.descend(path, [...ancestors, real])
    }
  }

  start(): Promise<void> {
    return this.enter('', [this.realRoot])
  }
}

/** A folder on disk. */
export class FolderSource implements PictureSource {
  readonly kind = 'folder'
  private readonly root: string
  private readonly calls: FolderCalls
  private slowReads = 0

  constructor(root: string, calls: Partial<FolderCalls> = {}) {
    this.root = root
    this.calls = { ...CALLS, ...calls }
  }

  async list(signal?: AbortSignal): Promise<SourceListing> {
    const walk = new Walk(this.root, this.calls, signal)
    await walk.start()
    return { files: walk.files, folders: walk.folders, problems: walk.problems }
  }

  /**
   * Reads synchronously while that is quick: on a local disk a small file takes less time than handing it to a thread.
   */
  async read(path: string): Promise<Buffer> {
    const full = join(this.root, path)
    if (this.slowReads >= SLOW_READS) return this.calls.readFile(full)
    const start = performance.now()
    const bytes = this.calls.readFileSync(full)
    if (performance.now() - start > SLOW_READ_MS) this.slowReads++
    return bytes
  }

  async readStart(path: string, length: number): Promise<Buffer> {
    const file = await open(join(this.root, path), 'r')
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  }

  close(): void {
    // A folder holds nothing open.
  }
}
