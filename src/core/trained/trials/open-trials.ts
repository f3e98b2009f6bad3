/** The trials of an evaluation, to be looked at one by one. */
import { existsSync } from 'node:fs'
import type { DatasetInfo } from '../../../shared/dataset.ts'
import { UserError } from '../../../shared/errors.ts'
import type { PairScore, Protocol, Trial, TrialResult } from '../../../shared/evaluation.ts'
import { partsOfClasses } from '../../../shared/split.ts'
import type { SplitPart } from '../../../shared/split.ts'
import {
  loadLakeRuns,
  loadProtocol,
  picturesOf,
  redraw,
  redrawPictures,
  turnedDataset,
} from '../../evaluation/index.ts'
import { scanDataset } from '../../dataset/index.ts'
import { checkEvaluatedThere, openRun, protocolFile, readEvaluation, splitOf } from '../../runs/index.ts'
import type { Run, StoredEvaluation } from '../../runs/index.ts'
import type { PictureSource } from '../picture-sources.ts'
import { datasetSource, turnedSource } from '../picture-sources.ts'
import { scanRunDataset } from '../run-dataset.ts'
import { lakeSource } from '../subject.ts'
import { checkEvaluated } from './evaluated-data.ts'
import { TrialCodes } from './trial-codes.ts'

/** A trial with its answer. */
export interface ScoredTrial {
  readonly trial: Trial
  readonly result: TrialResult
}

/** Part of the run's split; null where the pictures are not the run's own. */
export type Part = SplitPart | null

interface Pictures {
  readonly source: PictureSource
  readonly dataset?: DatasetInfo
  /** Of each class, where the pictures are the run's own. */
  readonly parts?: readonly (SplitPart | undefined)[]
}

async function openPictures(
  { record, paths }: Run,
  evaluation: StoredEvaluation,
  cacheDir?: string,
): Promise<Pictures> {
  const { data, protocol } = evaluation
  const isOwn = data.hash === record.dataset.hash
  if (!isOwn) checkEvaluatedThere(evaluation)
  if (protocol.name === 'lake') return { source: lakeSource(data.root, await loadLakeRuns(data.root)) }
  const options = cacheDir === undefined ? {} : { cacheDir }
  const dataset = await (isOwn
    ? scanRunDataset(record, existsSync(data.root) ? { ...options, folder: data.root } : options)
    : scanDataset(data.root, options))
  if (!isOwn) checkEvaluated(evaluation, dataset)
  const parts = isOwn ? { parts: partsOfClasses(dataset.classes.length, splitOf(record, dataset, paths.record)) } : {}
  return { source: datasetSource(dataset, cacheDir), dataset, ...parts }
}

/** As a protocol means them whose turned pictures are classes of their own. */
function turned({ source, dataset, parts }: Pictures): Pictures {
  if (dataset === undefined) return { source: turnedSource(source) }
  // A turned class belongs where the class itself does.
  const own = parts && [0, 1, 2, 3].flatMap(() => parts)
  return { source: turnedSource(source), dataset: turnedDataset(dataset), ...(own ? { parts: own } : {}) }
}

/** The trials of one evaluation with their results, pictures and codes. */
export class OpenTrials {
  readonly protocol: Protocol
  readonly pictures: Pictures
  /** Of every trial, in the protocol's order. */
  readonly results: readonly TrialResult[]
  readonly codes: TrialCodes

  private constructor(protocol: Protocol, pictures: Pictures, codes: TrialCodes) {
    this.protocol = protocol
    this.pictures = pictures
    this.codes = codes
    this.results = codes.results(protocol)
  }

  /**
   * @throws UserError `evaluate/no-trials` when only its numbers were kept, `evaluate/other-state`, `evaluate/…-data`, `run/…`, and what a scan
   *   of the pictures says
   */
  static async open(runDir: string, id: string, cacheDir?: string): Promise<OpenTrials> {
    const run = await openRun(runDir)
    const evaluation = await readEvaluation(run.paths, id)
    if (!evaluation.hasTrials) {
      throw new UserError('evaluate/no-trials', 'Of this evaluation only the numbers were kept.', {
        subject: id,
        next: 'Evaluate the run again to look at its trials.',
      })
    }
    const base = await openPictures(run, evaluation, cacheDir)
    const protocol = await loadProtocol(protocolFile(run.paths, evaluation.protocol.hash), base.source)
    const pictures = protocol.turned ? turned(base) : base
    const { source } = pictures
    const codes = await TrialCodes.open({ run, evaluation, source, ...(cacheDir === undefined ? {} : { cacheDir }) })
    await codes.ensure(picturesOf(protocol))
    return new OpenTrials(protocol, pictures, codes)
  }

  get metric(): PairScore['kind'] {
    return this.codes.score.kind
  }

  /** Which part of the run's split a picture's class belongs to. */
  partOf(picture: number): Part {
    const { dataset, parts } = this.pictures
    return parts?.[dataset?.pictures[picture]?.classIndex ?? -1] ?? null
  }

  /** A trial, or the same with other supports. @throws UserError `evaluate/no-trial` or `evaluate/no-redraw` */
  async trial(place: number, number: number): Promise<ScoredTrial> {
    const found = this.at(place)
    const result = this.results[place]
    if (number === 0 && result) return { trial: found, result }
    const [scored] = await this.redraws(place, [number])
    if (!scored) throw new Error('a redraw gives a trial')
    return scored
  }

  /** How often the query is right over draws 1 to `draws`. Ties count in part. */
  async luck(place: number, draws: number): Promise<number> {
    const numbers = Array.from({ length: draws }, (_, i) => i + 1)
    return (await this.redraws(place, numbers)).reduce((sum, { result }) => sum + result.credit, 0)
  }

  private async redraws(place: number, numbers: readonly number[]): Promise<ScoredTrial[]> {
    const { dataset } = this.pictures
    if (!dataset) {
      throw new UserError(
        'evaluate/no-redraw',
        'The published runs have one support of each class: there are no others.',
        {
          subject: 'redraw',
        },
      )
    }
    const trial = this.at(place)
    await this.codes.ensure(redrawPictures(dataset, trial))
    const trials = numbers.map((number) => redraw(dataset, this.protocol, trial, place, number))
    return this.codes.results(this.protocol, trials).map((result, i) => {
      return { trial: trials[i] as Trial, result: { ...result, trial: place } }
    })
  }

  private at(place: number): Trial {
    const trial = this.protocol.trials[place]
    if (trial) return trial
    throw new UserError('evaluate/no-trial', `There is no trial ${place}: there are ${this.protocol.trials.length}.`, {
      subject: 'trial',
      values: { trial: place, count: this.protocol.trials.length },
    })
  }
}
