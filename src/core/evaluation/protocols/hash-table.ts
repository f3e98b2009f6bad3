import { Buffer } from 'node:buffer'
import type { DatasetInfo } from '../../../shared/dataset.ts'

/** Letters of a SHA-256 in hexadecimal. */
const LETTERS = 64
const WORDS = LETTERS / 8

const tables = new WeakMap<DatasetInfo, HashTable | undefined>()

/** Content hashes as bytes, to be copied eight at a time: a curve's own hash goes over half a million of them. */
export class HashTable {
  private readonly words: Float64Array

  private constructor(words: Float64Array) {
    this.words = words
  }

  /** Made once for each data set; undefined where the hashes are no SHA-256 in hexadecimal. */
  static of(dataset: DatasetInfo): HashTable | undefined {
    if (!tables.has(dataset)) tables.set(dataset, HashTable.make(dataset))
    return tables.get(dataset)
  }

  private static make({ pictures }: DatasetInfo): HashTable | undefined {
    // Digits and small letters never make up a NaN, so numbers carry them unharmed.
    if (!pictures.every(({ hash }) => /^[\da-f]{64}$/.test(hash))) return undefined
    const bytes = Buffer.alloc(pictures.length * LETTERS)
    pictures.forEach(({ hash }, picture) => bytes.write(hash, picture * LETTERS, 'latin1'))
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return new HashTable(Float64Array.from({ length: pictures.length * WORDS }, (_, i) => view.getFloat64(i * 8)))
  }

  /** Bytes of `write`. */
  get length(): number {
    return LETTERS
  }

  /** Writes a picture's hash. @returns where it ends */
  write(picture: number, view: DataView, at: number): number {
    const { words } = this
    for (let word = 0; word < WORDS; word++) view.setFloat64(at + word * 8, words[picture * WORDS + word]!)
    return at + LETTERS
  }
}
