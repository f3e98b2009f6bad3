/**
 * Reads a file that does not fit the memory budget in blocks of whole pictures, and keeps the blocks used last within that
 * budget.
 */
const BLOCK_BYTES = 2 ** 16

/** Reads `out.length` bytes from `start`, counted from the first picture. */
export type ReadBytes = (out: Uint8Array, start: number) => void

/** Pictures of a file, by way of blocks. */
export class BlockCache {
  private readonly total: number
  private readonly pictureBytes: number
  private readonly blockBytes: number
  private readonly capacity: number
  private readonly readBytes: ReadBytes
  /** In the order of their last use: a Map keeps insertion order. */
  private readonly blocks = new Map<number, Uint8Array>()

  /** @param budget bytes that the kept blocks may take together; at least one block is kept */
  constructor(total: number, pictureBytes: number, budget: number, readBytes: ReadBytes) {
    this.total = total
    this.pictureBytes = pictureBytes
    this.blockBytes = Math.max(1, Math.floor(BLOCK_BYTES / pictureBytes)) * pictureBytes
    this.capacity = Math.max(1, Math.floor(budget / this.blockBytes))
    this.readBytes = readBytes
  }

  /** Number of blocks held now. */
  get held(): number {
    return this.blocks.size
  }

  private block(number: number): Uint8Array {
    let block = this.blocks.get(number)
    if (block !== undefined) {
      this.blocks.delete(number)
      this.blocks.set(number, block)
      return block
    }
    const start = number * this.blockBytes
    const length = Math.min(this.blockBytes, this.total - start)
    if (this.blocks.size >= this.capacity) block = this.evict(length)
    block ??= new Uint8Array(length)
    this.readBytes(block, start)
    this.blocks.set(number, block)
    return block
  }

  /** Drops the block that was not used for longest; its memory is used again, so a long run makes no garbage. */
  private evict(length: number): Uint8Array | undefined {
    const [number, block] = this.blocks.entries().next().value as [number, Uint8Array]
    this.blocks.delete(number)
    return block.length === length ? block : undefined
  }

  copy(index: number, out: Uint8Array, at: number): void {
    const start = index * this.pictureBytes
    const number = Math.floor(start / this.blockBytes)
    const from = start - number * this.blockBytes
    out.set(this.block(number).subarray(from, from + this.pictureBytes), at)
  }
}
