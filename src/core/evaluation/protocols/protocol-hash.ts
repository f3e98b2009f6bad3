import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { DatasetInfo } from '../../../shared/dataset.ts'
import type { Trial } from '../../../shared/evaluation.ts'
import { HashTable } from './hash-table.ts'
import type { DrawnTrial } from './trial-maker.ts'

const [COMMA, SEMICOLON, BAR, NEWLINE] = [...Buffer.from(',;|\n')] as [number, number, number, number]

/**
 * SHA-256 over the content of every trial: hash of the query, hashes of each way's supports, place of the truth.
 * Names, paths and seeds stay out, so the same trials over a copy of the pictures have the same hash.
 */
export class TrialsHash {
  private readonly sum = createHash('sha256')
  private readonly hashOf: (picture: number) => string
  private readonly table: HashTable | undefined
  private line = Buffer.alloc(0)
  private view = new DataView(this.line.buffer)

  /** @param hashOf content hash of a picture index, or the data set that tells them */
  constructor(hashOf: ((picture: number) => string) | DatasetInfo) {
    this.hashOf = typeof hashOf === 'function' ? hashOf : (picture) => hashOf.pictures[picture]!.hash
    this.table = typeof hashOf === 'function' ? undefined : HashTable.of(hashOf)
  }

  /** @param shot supports of each way */
  add(trial: DrawnTrial, shot: number): void {
    this.sum.update(this.table ? this.bytesOf(trial, shot, this.table) : this.textOf(trial, shot))
  }

  /** Hexadecimal. */
  end(): string {
    return this.sum.digest('hex')
  }

  private textOf({ query, supports, truth }: DrawnTrial, shot: number): string {
    const { hashOf } = this
    let text = `${hashOf(query)}|`
    for (let i = 0; i < supports.length; i++) {
      if (i > 0) text += i % shot === 0 ? ';' : ','
      text += hashOf(supports[i]!)
    }
    return `${text}|${truth}\n`
  }

  /** What `textOf` says, as bytes. */
  private bytesOf({ query, supports, truth }: DrawnTrial, shot: number, table: HashTable): Buffer {
    const end = Buffer.from(`${truth}`)
    const length = (supports.length + 1) * (table.length + 1) + end.length + 2
    if (this.line.length < length) {
      this.line = Buffer.alloc(length)
      this.view = new DataView(this.line.buffer, this.line.byteOffset, length)
    }
    const { line, view } = this
    let at = table.write(query, view, 0)
    for (let way = 0; way < supports.length; way += shot) {
      line[at++] = way === 0 ? BAR : SEMICOLON
      for (let i = way; i < way + shot; i++) {
        if (i > way) line[at++] = COMMA
        at = table.write(supports[i]!, view, at)
      }
    }
    line[at++] = BAR
    at += end.copy(line, at)
    line[at++] = NEWLINE
    return line.subarray(0, at)
  }
}

/** `TrialsHash` of trials as they are kept, each way with as many supports. @param hashOf content hash of a picture index */
export function hashTrials(trials: readonly Trial[], hashOf: (picture: number) => string): string {
  const sum = new TrialsHash(hashOf)
  for (const { query, supports, truth } of trials) {
    sum.add({ query, supports: Int32Array.from(supports.flat()), truth }, supports[0]?.length ?? 0)
  }
  return sum.end()
}
