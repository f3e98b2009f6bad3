/** `metrics.jsonl` as columns: read once, and from then on only what was appended. */
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { UserError } from '../../shared/errors.ts'
import { smoothLoss } from '../../shared/statistics.ts'
import { errnoOf } from './atomic.ts'
import { validationLineSchema } from './metrics.ts'
import type { ValidationLine } from './metrics.ts'

/** What is kept of a step's line, `smoothedLoss` worked out. */
export const CURVE_COLUMNS = ['step', 'loss', 'smoothedLoss', 'rate', 'same', 'different'] as const
export type CurveColumn = (typeof CURVE_COLUMNS)[number]

/** Columns of one length; NaN where there is no number. */
export type Columns = Readonly<Record<CurveColumn, Float64Array<ArrayBuffer>>>

/** What a training has told so far. */
export interface Curve {
  readonly columns: Columns
  readonly validations: readonly ValidationLine[]
}

/** A column that grows. */
class Growing {
  private values = new Float64Array(1024)
  length = 0

  push(value: unknown): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(this.length * 2)
      larger.set(this.values)
      this.values = larger
    }
    this.values[this.length++] = typeof value === 'number' ? value : NaN
  }

  get view(): Float64Array<ArrayBuffer> {
    return this.values.subarray(0, this.length)
  }
}

/** Lines between two breaths: the host has clicks to answer meanwhile. */
const LINES_AT_ONCE = 2000
/** The end of what was read, looked at again to see whether the file was only appended to. */
const TAIL = 200

/** Reads one file again and again; two who ask at once get the same reading. */
export class CurveReader {
  private readonly file: string
  private columns = CurveReader.empty()
  private validations: ValidationLine[] = []
  private smoothed: number | null = null
  private rows = 0
  /** Bytes read, whole lines only, and the last of them. */
  private end = 0
  private tail = ''
  private stamp = ''
  private reading: Promise<Curve> | undefined

  constructor(file: string) {
    this.file = file
  }

  private static empty() {
    return Object.fromEntries(CURVE_COLUMNS.map((name) => [name, new Growing()])) as Record<CurveColumn, Growing>
  }

  /**
   * The whole curve so far, empty where the file does not exist. The columns may be looked at until the next call.
   * @throws UserError `run/not-valid` with the line's number
   */
  read(): Promise<Curve> {
    this.reading ??= this.readOn().finally(() => (this.reading = undefined))
    return this.reading
  }

  private async readOn(): Promise<Curve> {
    const found = await stat(this.file).catch(() => undefined)
    const stamp = found ? `${found.size} ${found.mtimeMs}` : 'none'
    if (stamp !== this.stamp) {
      if (!found || found.size < this.end || !(await this.isAppendedTo())) this.forget()
      if (found) await this.append()
      this.stamp = stamp
    }
    const views = CURVE_COLUMNS.map((name) => [name, this.columns[name].view])
    return { columns: Object.fromEntries(views) as Columns, validations: this.validations }
  }

  private forget(): void {
    this.columns = CurveReader.empty()
    this.validations = []
    this.smoothed = null
    this.rows = 0
    this.end = 0
    this.tail = ''
    this.stamp = ''
  }

  /** A resumed run writes its last steps anew; then the old end of the file is no longer there. */
  private async isAppendedTo(): Promise<boolean> {
    if (this.end === 0) return true
    const { length } = this.tail
    const handle = await open(this.file, 'r').catch(() => undefined)
    if (!handle) return false
    try {
      const bytes = Buffer.alloc(length)
      await handle.read(bytes, 0, length, this.end - length)
      return bytes.toString('latin1') === this.tail
    } finally {
      await handle.close()
    }
  }

  private async append(): Promise<void> {
    let rest: Buffer = Buffer.alloc(0)
    let since = 0
    try {
      const stream = createReadStream(this.file, { start: this.end, highWaterMark: 2 ** 18 })
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
        let start = 0
        for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, start)) {
          this.addLine(rest.toString('utf8', start, end))
          start = end + 1
          if (++since >= LINES_AT_ONCE) {
            since = 0
            await setImmediate()
          }
        }
        if (start > 0) this.tail = rest.toString('latin1', Math.max(0, start - TAIL), start)
        this.end += start
        rest = rest.subarray(start)
      }
    } catch (error) {
      this.forget()
      if (errnoOf(error) !== 'ENOENT') throw error
    }
  }

  private addLine(text: string): void {
    this.rows += 1
    let line: unknown
    try {
      line = JSON.parse(text)
    } catch {
      throw this.notValid('it is not JSON')
    }
    if (typeof line !== 'object' || line === null || !('step' in line) || typeof line.step !== 'number') {
      throw this.notValid('it has no step')
    }
    if ('accuracy' in line) {
      const parsed = validationLineSchema.safeParse(line)
      if (!parsed.success) throw this.notValid('it is no validation')
      this.validations.push(parsed.data)
      return
    }
    const { loss = null, rate, same, different } = line as Partial<Record<CurveColumn, unknown>>
    this.smoothed = smoothLoss(this.smoothed, typeof loss === 'number' ? loss : NaN, line.step)
    const { columns } = this
    columns.step.push(line.step)
    columns.loss.push(loss)
    columns.smoothedLoss.push(this.smoothed)
    columns.rate.push(rate)
    columns.same.push(same)
    columns.different.push(different)
  }

  private notValid(reason: string): UserError {
    return new UserError('run/not-valid', `${this.file} is not valid at line ${this.rows}: ${reason}.`, {
      subject: this.file,
      next: 'Undo the change to this file.',
    })
  }
}
