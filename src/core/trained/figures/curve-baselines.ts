/** What a curve must beat, on its own trials. */
import type { Codes, PairScore, Protocol, TrialResult } from '../../../shared/evaluation.ts'
import type { CurveBaselines } from '../../../shared/figures.ts'
import { paced, pixelTrials, pointsOf, rasterTarget, scoreTrials } from '../../evaluation/index.ts'
import { codesKey, KeepingEmbedder } from '../code-cache.ts'
import { openTrained } from '../open-trained.ts'
import { datasetSource } from '../picture-sources.ts'
import type { RunCodes, RunCodesCall, RunCodesOptions } from '../run-codes.ts'

type Told = (doing: 'reading' | 'embedding' | 'baselines', done: number, total: number) => void

/** How the work is told of, and ended. */
export interface BaselinesCall extends Omit<RunCodesCall, 'onProgress'> {
  readonly onProgress?: Told
}

/** The nearest picture by its pixels, as evaluations measure it. */
async function pixels(opened: RunCodes, protocols: readonly Protocol[], cacheDir: string | undefined, report: Told) {
  const { dataset, run } = opened
  const all = protocols.reduce((sum, { trials }) => sum + trials.length, 0)
  const trials = protocols.flatMap((protocol) => protocol.trials)
  const target = rasterTarget(dataset.pictures, { ...protocols[0]!, trials }, run.record.recipe.input, dataset.colour)
  const reader = await datasetSource(dataset, cacheDir).open(target, (done, total) => report('reading', done, total))
  try {
    const results: TrialResult[][] = []
    let before = 0
    for (const protocol of protocols) {
      const read = async (picture: number) => ({ ...target, data: await reader.read([picture]) })
      const pace = paced((done) => report('baselines', before + done, all))
      results.push(await pixelTrials(protocol, read, pace))
      before += protocol.trials.length
    }
    return pointsOf(protocols, results)
  } finally {
    reader.close()
  }
}

/** Codes of the network before it was trained; row i is picture i, NaN where it was not asked for. */
async function untrainedCodes(
  { dataset, run }: RunCodes,
  pictures: readonly number[],
  options: RunCodesOptions,
  report: Told,
): Promise<{ readonly codes: Codes; readonly score: PairScore }> {
  const { recipe } = run.record
  const { width, height, channels, fit } = recipe.input
  const views = options.views ?? recipe.views
  const cache = options.cacheDir === undefined ? {} : { cacheDir: options.cacheDir }
  const trained = await openTrained(run.paths.dir, {
    ...cache,
    ...(options.device === undefined ? {} : { device: options.device }),
  })
  try {
    // As evaluations keep them.
    const key = await codesKey(recipe, `untrained ${recipe.seed}`, trained.device, views)
    const blank = new KeepingEmbedder(await trained.untrained(), key, views, options.cacheDir)
    const source = datasetSource(dataset, options.cacheDir)
    const reader = await source.open({ width, height, channels, fit }, (done, total) => report('reading', done, total))
    try {
      const made = await blank.embed(reader, pictures, {
        onProgress: (done, total) => report('embedding', done, total),
      })
      const { size } = blank
      const data = new Float32Array(dataset.pictures.length * size).fill(NaN)
      pictures.forEach((picture, row) => data.set(made.subarray(row * size, (row + 1) * size), picture * size))
      return { codes: { data, count: dataset.pictures.length, size }, score: blank.score }
    } finally {
      reader.close()
      await blank.dispose()
    }
  } finally {
    await trained.dispose()
  }
}

/** Pixels and the untrained network on the trials of a curve. */
export class CurveBaselineMaker {
  private readonly opened: RunCodes
  private readonly options: RunCodesOptions
  /** Of the classes asked for last. */
  private blank: { readonly of: string; readonly codes: Codes; readonly score: PairScore } | undefined

  constructor(opened: RunCodes, options: RunCodesOptions) {
    this.opened = opened
    this.options = options
  }

  /** @throws UserError `engine/…` or `files/…`; the signal's reason */
  async measure(
    protocols: readonly Protocol[],
    classes: readonly number[],
    { signal, onProgress }: BaselinesCall,
  ): Promise<CurveBaselines> {
    const report: Told = (doing, done, total) => {
      signal?.throwIfAborted()
      onProgress?.(doing, done, total)
    }
    const { codes, score } = await this.untrained(classes, report)
    return {
      pixels: await pixels(this.opened, protocols, this.options.cacheDir, report),
      untrained: pointsOf(
        protocols,
        protocols.map((protocol) => scoreTrials(codes, score, protocol)),
      ),
    }
  }

  private async untrained(classes: readonly number[], report: Told) {
    const of = classes.join()
    if (this.blank?.of === of) return this.blank
    const pictures = this.opened.picturesOf(classes)
    this.blank = { of, ...(await untrainedCodes(this.opened, pictures, this.options, report)) }
    return this.blank
  }
}
