/** `metrics.jsonl`: a line per step and per validation, appended and never rewritten, except that a resumed run drops
 * what a killed process had written after its last checkpoint. */
import { createReadStream } from 'node:fs'
import { open, stat, truncate } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { errnoOf, writeError } from './atomic.ts'
import { firstIssue } from './json-file.ts'

const number = z.number().nullable()

/** Null stands for NaN or infinity. `time` is training time in seconds, pauses not counted. */
const stepLineSchema = z.strictObject({
  step: z.number().int().min(1),
  time: z.number().min(0),
  loss: number,
  rate: number,
  picturesPerSecond: number,
  /** Mean distance of pairs of one class, of two classes, and how far the codes lie apart. */
  same: number.optional(),
  different: number.optional(),
  spread: number.optional(),
  gradientNorm: number.optional(),
})

/** A validation: shares 0..1, the interval of 95 %; `best` for the state that was kept. */
export const validationLineSchema = z.strictObject({
  step: z.number().int().min(0),
  time: z.number().min(0),
  accuracy: z.number().min(0).max(1),
  interval: z.tuple([z.number(), z.number()]),
  chance: z.number(),
  way: z.number().int(),
  shot: z.number().int(),
  trials: z.number().int(),
  protocol: z.string(),
  best: z.boolean(),
})

export type StepLine = z.infer<typeof stepLineSchema>
export type ValidationLine = z.infer<typeof validationLineSchema>
export type MetricsLine = StepLine | ValidationLine

const lineSchema = z.union([validationLineSchema, stepLineSchema])

/** Whether the line is a validation's. */
export function isValidation(line: MetricsLine): line is ValidationLine {
  return 'accuracy' in line
}

/** NaN and infinities as null: JSON has no word for them. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

/** Appends lines; they reach the file at `flush`, or when a second's worth has gathered. */
export class MetricsWriter {
  private waiting: string[] = []
  private flushedAt = 0
  private readonly file: string
  private readonly handle: FileHandle

  private constructor(file: string, handle: FileHandle) {
    this.file = file
    this.handle = handle
  }

  /** @throws UserError `files/…` when the file cannot be opened. */
  static async open(file: string): Promise<MetricsWriter> {
    try {
      return new MetricsWriter(file, await open(file, 'a'))
    } catch (error) {
      throw writeError(file, error)
    }
  }

  async append(line: MetricsLine): Promise<void> {
    this.waiting.push(`${JSON.stringify(line)}\n`)
    if (performance.now() - this.flushedAt > 1000) await this.write()
  }

  /** Everything appended so far is on the disk afterwards. @throws UserError `files/disk-full` and its like. */
  async flush(): Promise<void> {
    await this.write()
    await this.handle.datasync()
  }

  async close(): Promise<void> {
    try {
      await this.flush()
    } finally {
      await this.handle.close()
    }
  }

  private async write(): Promise<void> {
    this.flushedAt = performance.now()
    const text = this.waiting.join('')
    this.waiting = []
    try {
      await this.handle.appendFile(text)
    } catch (error) {
      throw writeError(this.file, error)
    }
  }
}

/** Whole lines of the file with the byte after each. A last line without its line end was cut off by a crash: left out. */
async function* wholeLines(file: string): AsyncGenerator<{ text: string; end: number }> {
  let rest: Buffer = Buffer.alloc(0)
  let offset = 0
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      let start = 0
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, start)) {
        yield { text: rest.toString('utf8', start, end), end: offset + end + 1 }
        start = end + 1
      }
      offset += start
      rest = rest.subarray(start)
    }
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
  }
}

function parseLine(file: string, text: string, row: number): MetricsLine {
  let reason = 'it is not JSON'
  try {
    const parsed = lineSchema.safeParse(JSON.parse(text))
    if (parsed.success) return parsed.data
    reason = firstIssue(parsed.error)
  } catch {
    // Said below.
  }
  throw new UserError('run/not-valid', `${file} is not valid at line ${row}: ${reason}.`, {
    subject: file,
    next: 'Undo the change to this file.',
  })
}

/** All lines in order; none where the file does not exist yet. @throws UserError `run/not-valid` with the line's number. */
export async function readMetrics(file: string): Promise<MetricsLine[]> {
  const lines: MetricsLine[] = []
  for await (const { text } of wholeLines(file)) lines.push(parseLine(file, text, lines.length + 1))
  return lines
}

/**
 * Cuts off the lines of steps after `step`, in one system call: a crash leaves either the long or the short file.
 * @throws UserError `run/not-valid` when a line is not understood.
 */
export async function truncateMetrics(file: string, step: number): Promise<void> {
  let keep = 0
  let row = 0
  for await (const { text, end } of wholeLines(file)) {
    row += 1
    if (parseLine(file, text, row).step > step) break
    keep = end
  }
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  if (size > keep) await truncate(file, keep)
}
