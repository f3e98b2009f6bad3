/** What a curve must beat, on its own trials. */
import { z } from 'zod'
import type { Codes, PairScore, Protocol, TrialResult } from '../../../shared/evaluation.ts'
import type { CurveBaselines, WayAccuracy } from '../../../shared/figures.ts'
import { hausdorffTrials, paced, pixelTrials, pointsOf, rasterTarget, scoreTrials } from '../../evaluation/index.ts'
import { baselineKey, keptAs } from '../baselines.ts'
import { codesKey, KeepingEmbedder } from '../code-cache.ts'
import { openTrained } from '../open-trained.ts'
import { datasetSource } from '../picture-sources.ts'
import type { OpenReader } from '../picture-sources.ts'
import type { RunCodes, RunCodesCall, RunCodesOptions } from '../run-codes.ts'

const RUNNERS = { pixels: pixelTrials, hausdorff: hausdorffTrials }

/** The trials of a curve. */
export interface CurveDraw {
  /** Of all of them, as the curve tells it. */
  readonly hash: string
  readonly protocols: readonly Protocol[]
}

type Told = (doing: 'reading' | 'embedding' | 'baselines', done: number, total: number) => void

/** How the work is told of, and ended. */
export interface BaselinesCall extends Omit<RunCodesCall, 'onProgress'> {
  readonly onProgress?: Told
}

const share = z.number().min(0).max(1)
const point = {
  way: z.number(),
  accuracy: share,
  interval: z.tuple([share, share]).readonly(),
  chance: share,
  trials: z.number(),
}
const keptSchema = z.object({ points: z.array(z.object(point)) })

/** Baselines that look at the pictures themselves, as evaluations measure them; kept by the trials and what decides the answers. */
async function ofPictures(
  { dataset, run }: RunCodes,
  { hash, protocols }: CurveDraw,
  cacheDir: string | undefined,
  report: Told,
): Promise<Pick<CurveBaselines, 'pixels' | 'hausdorff'>> {
  const trials = protocols.flatMap((protocol) => protocol.trials)
  const target = rasterTarget(dataset.pictures, { ...protocols[0]!, trials }, run.record.recipe.input, dataset.colour)
  let opening: Promise<OpenReader> | undefined
  const read = async (picture: number) => {
    opening ??= datasetSource(dataset, cacheDir).open(target, (done, total) => report('reading', done, total))
    return { ...target, data: await (await opening).read([picture]) }
  }
  const measure = async (baseline: keyof typeof RUNNERS): Promise<WayAccuracy[]> => {
    const key = `curve-${baselineKey(hash, { baseline, target })}`
    const kept = await keptAs(key, cacheDir, keptSchema, async () => {
      const results: TrialResult[][] = []
      let before = 0
      for (const protocol of protocols) {
        const pace = paced((done) => report('baselines', before + done, trials.length))
        results.push(await RUNNERS[baseline](protocol, read, { pace, untilLost: true }))
        before += protocol.trials.length
      }
      return { points: pointsOf(protocols, results) }
    })
    return kept.points
  }
  try {
    const pixels = await measure('pixels')
    return { pixels, ...(dataset.colour === 'line' ? { hausdorff: await measure('hausdorff') } : {}) }
  } finally {
    await opening?.then(
      (reader) => reader.close(),
      () => undefined,
    )
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
    draw: CurveDraw,
    classes: readonly number[],
    { signal, onProgress }: BaselinesCall,
  ): Promise<CurveBaselines> {
    const report: Told = (doing, done, total) => {
      signal?.throwIfAborted()
      onProgress?.(doing, done, total)
    }
    const { protocols } = draw
    const { codes, score } = await this.untrained(classes, report)
    return {
      ...(await ofPictures(this.opened, draw, this.options.cacheDir, report)),
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
