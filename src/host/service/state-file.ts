/** A small JSON file of the host's own, which a person may delete, damage or make unreadable without harm. */
import { mkdir, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import type { z } from 'zod'
import { writeJson } from '../../core/runs/index.ts'

export class StateFile<T> {
  private readonly file: string
  private readonly schema: z.ZodType<T>
  private readonly standard: T
  private value: T | undefined
  private writing: Promise<void> = Promise.resolve()

  constructor(file: string, schema: z.ZodType<T>, standard: T) {
    this.file = file
    this.schema = schema
    this.standard = standard
  }

  /** What it holds, or the standard where it holds nothing that makes sense; that is then set aside as `….damaged`. */
  async read(): Promise<T> {
    this.value ??= await this.load()
    return this.value
  }

  /** @throws UserError `files/…`; the value counts until the program ends all the same */
  async write(value: T): Promise<void> {
    this.value = value
    // One after another: each write is whole, and the last one wins.
    const write = this.writing.then(async () => {
      await mkdir(path.dirname(this.file), { recursive: true })
      await writeJson(this.file, value)
    })
    this.writing = write.catch(() => undefined)
    await write
  }

  private async load(): Promise<T> {
    let text: string
    try {
      text = await readFile(this.file, 'utf8')
    } catch {
      return this.standard
    }
    try {
      return this.schema.parse(JSON.parse(text))
    } catch {
      await rename(this.file, `${this.file}.damaged`).catch(() => undefined)
      return this.standard
    }
  }
}
