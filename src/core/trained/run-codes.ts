/** Codes of any of a run's own pictures, each made once and kept: what all figures beyond the trials stand on. */
import type { ClassSplit, DatasetInfo } from '../../shared/dataset.ts'
import type { Codes, PairScore } from '../../shared/evaluation.ts'
import type { DeviceName } from '../engine/index.ts'
import { openRun, splitOf } from '../runs/index.ts'
import type { Run } from '../runs/index.ts'
import { codesKey, findCodes, KeepingEmbedder } from './code-cache.ts'
import type { KeptCodes } from './code-cache.ts'
import { openTrained, readCheckpoint } from './open-trained.ts'
import { datasetSource } from './picture-sources.ts'
import { scanOther, scanRunDataset } from './run-dataset.ts'

/** How one call is followed and ended; what `open` was given where it says nothing. */
export type RunCodesCall = Pick<RunCodesOptions, 'signal' | 'onProgress'>

export interface RunCodesOptions {
  /** Where the run's pictures lie now. @default where they were */
  readonly data?: string
  /** Lets `data` hold other pictures: all of their classes count as test classes then. @default false */
  readonly others?: boolean
  /** @default the device the run was trained on */
  readonly device?: DeviceName
  /** Slightly changed views whose codes are averaged. @default the recipe's */
  readonly views?: number
  /** @default the user's cache folder */
  readonly cacheDir?: string
  /** Ends it early, with the signal's reason. */
  readonly signal?: AbortSignal
  readonly onProgress?: (doing: 'reading' | 'embedding', done: number, total: number) => void
}

function allTest({ classes }: DatasetInfo): ClassSplit {
  return { seed: 0, by: 'class', train: [], validation: [], test: classes.map((_, index) => index) }
}

export interface ScoredCodes {
  /** Row i is picture i of the data set; NaN rows where it was not asked for. */
  readonly codes: Codes
  readonly score: PairScore
}

/** A run with its pictures, and the codes of those that were asked for. */
export class RunCodes {
  readonly run: Run
  readonly dataset: DatasetInfo
  /** Of the run's own pictures; of others, every class is a test class. */
  readonly split: ClassSplit
  /** Whether the pictures are the run's own. */
  readonly isOwn: boolean
  /** Names the state of the network, the device and the views: what is kept of these codes may be kept under it. */
  readonly key: string
  private readonly options: RunCodesOptions
  private kept: KeptCodes | undefined

  private constructor(of: Pick<RunCodes, 'run' | 'dataset' | 'split' | 'isOwn' | 'key'>, options: RunCodesOptions) {
    this.run = of.run
    this.dataset = of.dataset
    this.split = of.split
    this.isOwn = of.isOwn
    this.key = of.key
    this.options = options
  }

  /** @throws UserError `run/…`, `checkpoint/…`, and what a scan of the run's pictures says */
  static async open(runDir: string, options: RunCodesOptions = {}): Promise<RunCodes> {
    const { data, cacheDir, signal, onProgress, device } = options
    const run = await openRun(runDir)
    const { record, paths } = run
    const { checksum } = await readCheckpoint(run)
    const scan = {
      ...(cacheDir === undefined ? {} : { cacheDir }),
      ...(signal === undefined ? {} : { signal }),
      onProgress: ({ done, total }: { done: number; total: number }) => onProgress?.('reading', done, total),
    }
    const dataset =
      data !== undefined && options.others
        ? await scanOther(data, scan, record)
        : await scanRunDataset(record, { ...scan, ...(data === undefined ? {} : { folder: data }) })
    const isOwn = dataset.hash === record.dataset.hash
    const split = isOwn ? splitOf(record, dataset, paths.record) : allTest(dataset)
    const key = await codesKey(record.recipe, checksum, device ?? record.device, options.views ?? record.recipe.views)
    return new RunCodes({ run, dataset, split, isOwn, key }, options)
  }

  /** Picture indices of classes, in the data set's order. */
  picturesOf(classes: readonly number[]): number[] {
    return classes.flatMap((index) => this.dataset.classes[index]?.pictures ?? [])
  }

  /**
   * Codes of these pictures; the network runs only for those that have none yet.
   * @throws UserError `engine/…` or `files/…`
   */
  async of(pictures: readonly number[], call: RunCodesCall = this.options): Promise<ScoredCodes> {
    this.kept ??= await findCodes(this.key, this.options.cacheDir)
    const missing = pictures.filter((picture) => this.rowOf(picture) === undefined)
    if (missing.length > 0 || !this.kept) await this.make(missing, call)
    const { kept } = this
    if (!kept) throw new Error('codes that were made are kept')
    const { size, score } = kept
    const count = this.dataset.pictures.length
    const data = new Float32Array(count * size).fill(NaN)
    for (const picture of pictures) {
      const row = this.rowOf(picture)
      if (row) data.set(row, picture * size)
    }
    return { codes: { data, count, size }, score }
  }

  private rowOf(picture: number): Float32Array | undefined {
    return this.kept?.rows.get(this.dataset.pictures[picture]?.hash ?? '')
  }

  private async make(pictures: readonly number[], { signal, onProgress }: RunCodesCall): Promise<void> {
    const { cacheDir, device } = this.options
    const { paths, record } = this.run
    const { recipe } = record
    const views = this.options.views ?? recipe.views
    const report = (doing: 'reading' | 'embedding', done: number, total: number) => {
      signal?.throwIfAborted()
      onProgress?.(doing, done, total)
    }
    const trained = await openTrained(paths.dir, {
      ...(device === undefined ? {} : { device }),
      ...(cacheDir === undefined ? {} : { cacheDir }),
    })
    try {
      const embedder = new KeepingEmbedder(trained.embedder, this.key, views, cacheDir)
      const { width, height, channels, fit } = recipe.input
      const source = datasetSource(this.dataset, cacheDir)
      const reader = await source.open({ width, height, channels, fit }, (done, total) =>
        report('reading', done, total),
      )
      try {
        await embedder.embed(reader, pictures, { onProgress: (done, total) => report('embedding', done, total) })
      } finally {
        reader.close()
      }
      this.kept = await findCodes(this.key, cacheDir)
    } finally {
      await trained.dispose()
    }
  }
}
