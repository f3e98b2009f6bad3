import type { ReadBytes } from './block-cache.ts'

/** Read together: so much that the disk is used well, so little that the first picture comes at once. */
const BLOCK_BYTES = 2 ** 20

/**
 * All pictures in one block of shared memory, read from the file when first used: opening costs nothing, and what is
 * never looked at is never read.
 */
export class LazyMemory {
  private readonly shared: SharedArrayBuffer
  private readonly bytes: Uint8Array
  private readonly pictureBytes: number
  private readonly blockBytes: number
  private readonly isRead: Uint8Array
  private readonly readBytes: ReadBytes

  constructor(total: number, pictureBytes: number, readBytes: ReadBytes) {
    this.shared = new SharedArrayBuffer(total)
    this.bytes = new Uint8Array(this.shared)
    this.pictureBytes = pictureBytes
    this.blockBytes = Math.max(1, Math.ceil(BLOCK_BYTES / pictureBytes)) * pictureBytes
    this.isRead = new Uint8Array(Math.ceil(total / this.blockBytes))
    this.readBytes = readBytes
  }

  private require(block: number): void {
    if (this.isRead[block] === 1) return
    const start = block * this.blockBytes
    this.readBytes(this.bytes.subarray(start, start + this.blockBytes), start)
    this.isRead[block] = 1
  }

  copy(index: number, out: Uint8Array, at: number): void {
    const start = index * this.pictureBytes
    this.require(Math.floor(start / this.blockBytes))
    out.set(this.bytes.subarray(start, start + this.pictureBytes), at)
  }

  /** The memory, with everything in it. */
  whole(): SharedArrayBuffer {
    for (let block = 0; block < this.isRead.length; block++) this.require(block)
    return this.shared
  }
}
