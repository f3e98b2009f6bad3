/** The codes that the trials of an evaluation are scored from: kept ones, and the network's for what is missing. */
import type { PairScore, Protocol, Trial, TrialResult } from '../../../shared/evaluation.ts'
import { UserError } from '../../../shared/errors.ts'
import { denseProtocol, scoreTrials } from '../../evaluation/index.ts'
import type { Run, StoredEvaluation } from '../../runs/index.ts'
import { codesKey, findCodes, KeepingEmbedder } from '../code-cache.ts'
import type { KeptCodes } from '../code-cache.ts'
import { openTrained } from '../open-trained.ts'
import type { PictureSource } from '../picture-sources.ts'

export interface TrialCodesOptions {
  readonly run: Run
  readonly evaluation: StoredEvaluation
  readonly source: PictureSource
  readonly cacheDir?: string
}

export class TrialCodes {
  private readonly options: TrialCodesOptions
  private kept: KeptCodes | undefined

  private constructor(options: TrialCodesOptions, kept: KeptCodes | undefined) {
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
    if (!this.kept) throw new Error('there are no codes yet')
    return this.kept.score
  }

  /**
   * Sees to it that these pictures have codes.
   * @throws UserError `evaluate/other-state` when the network has changed since, and as `openTrained`
   */
  async ensure(pictures: readonly number[]): Promise<void> {
    const missing = pictures.filter((picture) => this.codeOf(picture) === undefined)
    if (missing.length === 0 && this.kept) return
    const { run, evaluation, source, cacheDir } = this.options
    const { recipe } = run.record
    const cache = cacheDir === undefined ? {} : { cacheDir }
    const device = evaluation.device ?? run.record.device
    const trained = await openTrained(run.paths.dir, { ...cache, device })
    try {
      const key = codesKey(recipe, trained.checkpoint.checksum, device, evaluation.views)
      if (evaluation.codes !== key) {
        throw new UserError('evaluate/other-state', 'The run was trained on since this evaluation was made.', {
          subject: run.paths.dir,
          next: 'Evaluate it again to look at its trials.',
        })
      }
      const embedder = new KeepingEmbedder(trained.embedder, key, evaluation.views, cacheDir)
      const { width, height, channels, fit } = recipe.input
      const reader = await source.open({ width, height, channels, fit })
      try {
        await embedder.embed(reader, missing)
      } finally {
        reader.close()
      }
      this.kept = await findCodes(key, cacheDir)
    } finally {
      await trained.dispose()
    }
  }

  /** Scores trials whose pictures have codes. */
  results(protocol: Protocol, trials: readonly Trial[] = protocol.trials): TrialResult[] {
    const { kept } = this
    if (!kept) throw new Error('there are no codes yet')
    const { size, score } = kept
    const dense = denseProtocol({ ...protocol, trials })
    const count = dense.pictures.length
    const data = new Float32Array(count * size).fill(NaN)
    dense.pictures.forEach((picture, row) => {
      const code = this.codeOf(picture)
      if (code) data.set(code, row * size)
    })
    return scoreTrials({ data, count, size }, score, dense.protocol)
  }

  private codeOf(picture: number): Float32Array | undefined {
    const hash = this.options.source.pictures[picture]?.hash
    return hash === undefined ? undefined : this.kept?.rows.get(hash)
  }
}
