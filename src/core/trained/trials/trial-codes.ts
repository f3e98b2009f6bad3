/** The codes that the trials of an evaluation are scored from: kept ones, and the network's for what is missing. */
import type { PairScore, Protocol, Trial, TrialResult } from '../../../shared/evaluation.ts'
import { UserError } from '../../../shared/errors.ts'
import type { DeviceName } from '../../engine/index.ts'
import { picturesOf, rowDistance, scoreTrials } from '../../evaluation/index.ts'
import type { Run, StoredEvaluation } from '../../runs/index.ts'
import { codesKey, findCodes, KeepingEmbedder } from '../code-cache.ts'
import type { KeptCodes } from '../code-cache.ts'
import { openTrained } from '../open-trained.ts'
import type { OpenReader, PictureSource } from '../picture-sources.ts'

export interface TrialCodesOptions {
  readonly run: Run
  readonly evaluation: StoredEvaluation
  readonly source: PictureSource
  readonly cacheDir?: string
}

/** How the work of making codes is told of, and ended. */
export interface EnsureOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (doing: 'reading' | 'embedding', done: number, total: number) => void
  /** Pictures whose codes are kept at once: as many as an end in between may cost. @default 256 */
  readonly keptAtOnce?: number
}

const KEPT_AT_ONCE = 256
/** Codes laid side by side to be compared with one: some megabytes, however many pictures there are. */
const COMPARED_AT_ONCE = 2048

/** Codes of an evaluation's pictures, made by the network only where they are missing. */
export class TrialCodes {
  readonly run: Run
  private readonly options: TrialCodesOptions
  private kept: KeptCodes | undefined

  private constructor(options: TrialCodesOptions, kept: KeptCodes | undefined) {
    this.run = options.run
    this.options = options
    this.kept = kept
  }

  static async open(options: TrialCodesOptions): Promise<TrialCodes> {
    const { evaluation, cacheDir } = options
    return new TrialCodes(
      options,
      evaluation.codes === undefined ? undefined : await findCodes(evaluation.codes, cacheDir),
    )
  }

  /** @throws Error before any code is there */
  get score(): PairScore {
    return this.present.score
  }

  /** Device the codes are made on. */
  get device(): DeviceName {
    const { evaluation, run } = this.options
    return evaluation.device ?? run.record.device
  }

  /** Views of each picture. */
  get views(): number {
    return this.options.evaluation.views
  }

  /** Names the state of the network that the codes are of; empty in old evaluations that did not note it. */
  get key(): string {
    return this.options.evaluation.codes ?? ''
  }

  /** Those of the pictures that have no code yet. */
  missing(pictures: readonly number[]): number[] {
    return pictures.filter((picture) => this.codeOf(picture) === undefined)
  }

  /**
   * Sees to it that these pictures have codes. When it ends early, nearly all that was made until then stays.
   * @throws UserError `evaluate/other-state` when the network has changed since, and as `openTrained`; the signal's reason
   */
  async ensure(
    pictures: readonly number[],
    { signal, onProgress, keptAtOnce = KEPT_AT_ONCE }: EnsureOptions = {},
  ): Promise<void> {
    const missing = this.missing(pictures)
    if (missing.length === 0 && this.kept) return
    const { run, evaluation, cacheDir } = this.options
    const { device, views } = this
    const { recipe } = run.record
    const report = (doing: 'reading' | 'embedding', done: number, total: number) => {
      signal?.throwIfAborted()
      onProgress?.(doing, done, total)
    }
    const cache = cacheDir === undefined ? {} : { cacheDir }
    const trained = await openTrained(run.paths.dir, { ...cache, device })
    try {
      const key = await codesKey(recipe, trained.checkpoint.checksum, device, views)
      if (evaluation.codes !== key) {
        throw new UserError('evaluate/other-state', 'The run was trained on since this evaluation was made.', {
          subject: run.paths.dir,
          next: 'Evaluate it again to look at its trials.',
        })
      }
      const embedder = new KeepingEmbedder(trained.embedder, key, views, cacheDir)
      const reader = await this.reader((done, total) => report('reading', done, total))
      try {
        for (let start = 0; start < missing.length || start === 0; start += keptAtOnce) {
          report('embedding', start, missing.length)
          await embedder.embed(reader, missing.slice(start, start + keptAtOnce), {
            onProgress: (done) => report('embedding', start + done, missing.length),
          })
        }
      } finally {
        reader.close()
        this.kept = await findCodes(key, cacheDir)
      }
    } finally {
      await trained.dispose()
    }
  }

  /**
   * Distances of one picture to others, each as a single support; NaN for those without a code.
   * @throws the signal's reason when it fires
   */
  async distances(query: number, pictures: readonly number[], signal?: AbortSignal): Promise<Float64Array> {
    const distances = new Float64Array(pictures.length)
    for (let start = 0; start < pictures.length; start += COMPARED_AT_ONCE) {
      const part = pictures.slice(start, start + COMPARED_AT_ONCE)
      const { codes, codeSize } = this.rowsOf([query, ...part])
      const distance = rowDistance({ data: codes, count: part.length + 1, size: codeSize }, this.score)
      part.forEach((_, at) => (distances[start + at] = distance(0, [at + 1])))
      // Others are let in, and a cancellation is heard.
      await new Promise((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
    }
    return distances
  }

  /** Codes of these pictures, a row each; NaN where there is none. */
  rowsOf(pictures: readonly number[]): { codes: Float32Array; codeSize: number } {
    const { size } = this.present
    const codes = new Float32Array(pictures.length * size)
    const none = new Float32Array(size).fill(NaN)
    pictures.forEach((picture, row) => codes.set(this.codeOf(picture) ?? none, row * size))
    return { codes, codeSize: size }
  }

  /** The pictures as the network is fed them, one after another: uint8 [n, height, width, channels]. */
  async pixelsOf(pictures: readonly number[]): Promise<Uint8Array> {
    const reader = await this.reader()
    try {
      return await reader.read(pictures)
    } finally {
      reader.close()
    }
  }

  /** Scores trials whose pictures have codes. */
  results(protocol: Protocol, trials: readonly Trial[] = protocol.trials): TrialResult[] {
    const used = picturesOf({ ...protocol, trials })
    const place = new Map(used.map((picture, row) => [picture, row]))
    const { codes, codeSize } = this.rowsOf(used)
    const at = (picture: number) => place.get(picture)!
    const own = trials.map(({ query, supports, truth }) => {
      return { query: at(query), supports: supports.map((way) => way.map(at)), truth }
    })
    return scoreTrials({ data: codes, count: used.length, size: codeSize }, this.score, { ...protocol, trials: own })
  }

  private get present(): KeptCodes {
    if (!this.kept) throw new Error('there are no codes yet')
    return this.kept
  }

  private reader(onProgress?: (done: number, total: number) => void): Promise<OpenReader> {
    const { width, height, channels, fit } = this.run.record.recipe.input
    return this.options.source.open({ width, height, channels, fit }, onProgress)
  }

  private codeOf(picture: number): Float32Array | undefined {
    const hash = this.options.source.pictures[picture]?.hash
    return hash === undefined ? undefined : this.kept?.rows.get(hash)
  }
}
