import { closeSync, openSync, readSync } from 'node:fs'
import { messageOf, UserError } from '../../../shared/errors.ts'
import type { ReadBytes } from './block-cache.ts'
import { BlockCache } from './block-cache.ts'
import { LazyMemory } from './lazy-memory.ts'
import type { PackedHeader } from './packed-format.ts'
import { HEADER_BYTES, readHeader } from './packed-format.ts'
import { bytesPerPicture } from '../target.ts'

/** Default for `memoryBudgetBytes`: 512 MiB. */
export const DEFAULT_MEMORY_BUDGET_BYTES = 512 * 2 ** 20

/** What another thread or process needs to open the same pictures. It can be posted as it is. */
export interface PackedDescription {
  readonly path: string
  /** Where the first picture starts. */
  readonly byteOffset: number
  readonly count: number
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
}

export interface PackedPictures {
  readonly count: number
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  /**
   * Pictures as [indices.length, height, width, channels] bytes, synchronously.
   * @param out where to put them (its first bytes); made when absent
   * @throws RangeError for an index that is not there or an `out` that is too short
   */
  read(indices: ArrayLike<number>, out?: Uint8Array): Uint8Array
  describe(): PackedDescription
  /**
   * All pictures as one block of memory that worker threads can share (`openSharedPictures`), when they fit the budget.
   */
  shareable(): SharedArrayBuffer | undefined
  /** Lets go of file and memory. Reading afterwards throws. */
  close(): void
}

/** Where pictures are copied from. */
interface Store {
  /** Copies the picture at `index` to `out` at `at`. */
  copy(index: number, out: Uint8Array, at: number): void
  /** All pictures as one block of memory, where there is one. */
  whole?(): SharedArrayBuffer
}

class Pictures implements PackedPictures {
  readonly count: number
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  private readonly path: string
  private readonly release: () => void
  private store: Store | undefined

  constructor(description: PackedDescription, store: Store, release: () => void) {
    this.path = description.path
    this.count = description.count
    this.width = description.width
    this.height = description.height
    this.channels = description.channels
    this.store = store
    this.release = release
  }

  read(indices: ArrayLike<number>, out?: Uint8Array): Uint8Array {
    const { count } = this
    const store = this.open()
    const size = bytesPerPicture(this)
    const bytes = out ?? new Uint8Array(indices.length * size)
    if (bytes.length < indices.length * size) {
      throw new RangeError(`${indices.length} pictures need ${indices.length * size} bytes, out has ${bytes.length}`)
    }
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i] as number
      if (!(Number.isInteger(index) && index >= 0 && index < count)) {
        throw new RangeError(`there is no picture ${index}: they go from 0 to ${count - 1}`)
      }
      store.copy(index, bytes, i * size)
    }
    return bytes
  }

  describe(): PackedDescription {
    const { path, count, width, height, channels } = this
    return { path, byteOffset: HEADER_BYTES, count, width, height, channels }
  }

  shareable(): SharedArrayBuffer | undefined {
    return this.open().whole?.()
  }

  private open(): Store {
    if (this.store === undefined) throw new Error('these pictures are closed')
    return this.store
  }

  close(): void {
    if (this.store === undefined) return
    this.store = undefined
    this.release()
  }
}

/** Pictures in memory that another thread loaded (`shareable()`) and described (`describe()`). */
export function openSharedPictures(description: PackedDescription, shared: SharedArrayBuffer): PackedPictures {
  const all = new Uint8Array(shared)
  const size = bytesPerPicture(description)
  const store: Store = {
    copy: (index, out, at) => out.set(all.subarray(index * size, (index + 1) * size), at),
    whole: () => shared,
  }
  return new Pictures(description, store, () => undefined)
}

/** Reads a stretch of a file whole. */
function readAll(fd: number, out: Uint8Array, position: number): void {
  for (let done = 0; done < out.length;) {
    const count = readSync(fd, out, done, out.length - done, position + done)
    if (count === 0) throw new Error('the packed file became shorter while it was read')
    done += count
  }
}

function openWithHeader(fd: number, path: string, header: PackedHeader, budget: number): PackedPictures {
  const description = { path, byteOffset: HEADER_BYTES, ...header }
  const size = bytesPerPicture(header)
  const total = header.count * size
  const read: ReadBytes = (out, start) => readAll(fd, out, HEADER_BYTES + start)
  const store = total <= budget ? new LazyMemory(total, size, read) : new BlockCache(total, size, budget, read)
  return new Pictures(description, store, () => closeSync(fd))
}

/**
 * Opens a packed file when it is whole and holds what is expected.
 * @returns undefined when there is none, or it is damaged or of something else
 */
export function tryOpenPacked(
  path: string,
  budget: number,
  isExpected: (header: PackedHeader) => boolean = () => true,
): PackedPictures | undefined {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch {
    return undefined
  }
  let kept = false
  try {
    const header = readHeader(fd)
    if (header === undefined || !isExpected(header)) return undefined
    const pictures = openWithHeader(fd, path, header, budget)
    kept = true
    return pictures
  } catch (error) {
    throw new UserError('cache-unreadable', `The packed pictures in ${path} cannot be read: ${messageOf(error)}.`, {
      subject: path,
      next: 'Delete that file: it is made again from the pictures.',
      cause: error,
    })
  } finally {
    if (!kept) closeSync(fd)
  }
}

/**
 * Opens a packed file by its path, in another thread or process than the one that made it.
 * @param options.memoryBudgetBytes up to here all pictures are held in memory. @default 512 MiB
 * @throws UserError when it is missing or damaged
 */
export function openPackedFile(path: string, options: { memoryBudgetBytes?: number } = {}): PackedPictures {
  const pictures = tryOpenPacked(path, options.memoryBudgetBytes ?? DEFAULT_MEMORY_BUDGET_BYTES)
  if (pictures !== undefined) return pictures
  throw new UserError('cache-unreadable', `${path} holds no packed pictures, or only a part of them.`, {
    subject: path,
    next: 'Open the data set again: its pictures are then packed anew.',
  })
}
