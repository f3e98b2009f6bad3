/** Trials in words and numbers, for those who look at them. */
import type { Trial, TrialResult } from '../../../shared/evaluation.ts'
import type { OpenTrials, ScoredTrial } from './open-trials.ts'

/** A picture of the evaluation's source. */
export interface TrialPicture {
  readonly index: number
  readonly path: string
  readonly className: string
  readonly drawer: string | null
}

export interface DescribedRow {
  readonly trial: number
  readonly query: TrialPicture
  readonly truth: TrialPicture
  readonly chosen: TrialPicture | null
  readonly credit: number
  readonly tied: number
  readonly margin: number | null
}

export interface DescribedWay {
  readonly way: number
  readonly className: string
  readonly supports: readonly TrialPicture[]
  readonly distance: number | null
  readonly truth: boolean
  readonly chosen: boolean
}

export interface DescribedTrial {
  readonly trial: number
  readonly query: TrialPicture
  readonly ways: readonly DescribedWay[]
  readonly credit: number
  readonly tied: number
  readonly margin: number | null
  readonly metric: OpenTrials['metric']
}

const finite = (value: number) => (Number.isFinite(value) ? value : null)

/** A picture in words. @param className of a picture whose source does not tell */
export function pictureOf({ pictures }: OpenTrials, index: number, className: string): TrialPicture {
  const { source, dataset } = pictures
  const picture = dataset?.pictures[index]
  const path = picture?.path ?? source.pictures[index]?.path ?? ''
  const own = picture && dataset?.classes[picture.classIndex]?.name
  return { index, path, className: own ?? className, drawer: picture?.drawer ?? null }
}

/** Published runs do not name their classes: the support's path does. */
export const nameOf = (trials: OpenTrials, index: number) => trials.pictures.source.pictures[index]?.path ?? ''

/** Way that was chosen; in a tie, the one that is not the truth. */
function chosenWay({ chosen, distances }: TrialResult, truth: number): number {
  if (chosen !== truth) return chosen
  const other = distances.findIndex((distance, way) => way !== truth && distance === distances[chosen])
  return other < 0 ? chosen : other
}

function describeRow(trials: OpenTrials, { trial, result }: ScoredTrial): DescribedRow {
  const { query, supports, truth } = trial
  const first = (way: number) => {
    const index = supports[way]![0]!
    return pictureOf(trials, index, nameOf(trials, index))
  }
  const chosen = chosenWay(result, truth)
  return {
    trial: result.trial,
    query: pictureOf(trials, query, first(truth).className),
    truth: first(truth),
    chosen: chosen < 0 ? null : first(chosen),
    credit: result.credit,
    tied: result.tied,
    margin: finite(result.margin),
  }
}

export function describeTrial(trials: OpenTrials, scored: ScoredTrial): DescribedTrial {
  const { trial, result } = scored
  const { query, credit, tied, margin } = describeRow(trials, scored)
  const ways = trial.supports.map((pictures, way) => {
    const supports = pictures.map((index) => pictureOf(trials, index, nameOf(trials, pictures[0]!)))
    const distance = finite(result.distances[way]!)
    const className = supports[0]!.className
    return { way, className, supports, distance, truth: way === trial.truth, chosen: way === result.chosen }
  })
  ways.sort((a, b) => (a.distance ?? Infinity) - (b.distance ?? Infinity) || a.way - b.way)
  return { trial: result.trial, query, ways, credit, tied, margin, metric: trials.metric }
}

export interface ListOptions {
  readonly wrongOnly: boolean
  readonly sort: 'margin' | 'order'
  readonly offset: number
  readonly limit: number
  /** Only trials whose query is of this class, or was taken for this one. */
  readonly truth?: string | undefined
  readonly chosen?: string | undefined
}

/** A page of the trials; by margin the worst come first. */
export function listTrials(trials: OpenTrials, options: ListOptions): { total: number; rows: DescribedRow[] } {
  const { wrongOnly, sort, offset, limit, truth, chosen } = options
  const rowOf = (result: TrialResult) =>
    describeRow(trials, { trial: trials.protocol.trials[result.trial] as Trial, result })
  const isWanted = (result: TrialResult): boolean => {
    if (wrongOnly && result.credit === 1) return false
    if (truth === undefined && chosen === undefined) return true
    const row = rowOf(result)
    return (
      (truth ?? row.truth.className) === row.truth.className &&
      (chosen ?? row.chosen?.className) === row.chosen?.className
    )
  }
  const found = trials.results.filter(isWanted)
  if (sort === 'margin') found.sort((a, b) => compare(a.margin, b.margin) || a.trial - b.trial)
  const rows = found.slice(offset, offset + limit).map(rowOf)
  return { total: found.length, rows }
}

/** Equal infinities are equal: their difference is no number. */
const compare = (a: number, b: number) => (a === b ? 0 : a - b)
