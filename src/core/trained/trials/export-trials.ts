/** All trials of an evaluation as a table and as JSON, with the file of every picture: for other programs and for papers. */
import { csvCell } from '../../../shared/csv.ts'
import type { PairScore, Trial } from '../../../shared/evaluation.ts'
import type { StoredEvaluation } from '../../runs/index.ts'
import { describeTrial } from './describe-trials.ts'
import type { DescribedTrial, DescribedWay, TrialPicture } from './describe-trials.ts'
import type { OpenTrials } from './open-trials.ts'

/** Ways written out in one file; with more of them only the right and the chosen class of each trial are. */
const MOST_WAYS = 500_000
/** Between the paths of one cell; no file of Windows has it in its name. */
const BETWEEN = '|'

const COLUMNS = [
  'trial',
  'query',
  'query_drawer',
  'truth_class',
  'truth_supports',
  'truth_distance',
  'truth_rank',
  'chosen_class',
  'chosen_supports',
  'chosen_distance',
  'credit',
  'tied',
  'margin',
] as const

/** The way that was chosen; in a tie the first that is not the truth, as in the list. */
function chosenOf({ ways, tied }: DescribedTrial): DescribedWay | undefined {
  const nearest = ways.slice(0, tied)
  return nearest.find(({ truth }) => !truth) ?? nearest[0]
}

function* described(trials: OpenTrials): Generator<DescribedTrial> {
  for (const result of trials.results) {
    yield describeTrial(trials, { trial: trials.protocol.trials[result.trial] as Trial, result })
  }
}

/**
 * All trials as CSV (RFC 4180): paths relative to the data set, several supports of a class separated by `|`, ranks from 1.
 * A distance that is no number leaves its cell empty.
 */
export function trialsCsv(trials: OpenTrials): string {
  const lines: string[] = [COLUMNS.join(',')]
  const paths = (way: DescribedWay | undefined) => way?.supports.map(({ path }) => path).join(BETWEEN)
  for (const trial of described(trials)) {
    const truth = trial.ways.find((way) => way.truth)
    const chosen = chosenOf(trial)
    const row: Readonly<Record<(typeof COLUMNS)[number], string | number | null | undefined>> = {
      trial: trial.trial,
      query: trial.query.path,
      query_drawer: trial.query.drawer,
      truth_class: truth?.className,
      truth_supports: paths(truth),
      truth_distance: truth?.distance,
      truth_rank: truth && trial.ways.indexOf(truth) + 1,
      chosen_class: chosen?.className,
      chosen_supports: paths(chosen),
      chosen_distance: chosen?.distance,
      credit: trial.credit,
      tied: trial.tied,
      margin: trial.margin,
    }
    lines.push(COLUMNS.map((column) => csvCell(String(row[column] ?? ''))).join(','))
  }
  return `${lines.join('\n')}\n`
}

/** A picture in the file: `path` is relative to the data set's `root` and `base`. */
interface WrittenPicture {
  readonly path: string
  readonly class: string
  readonly drawer?: string
}

/** All trials of an evaluation in a file for other programs. */
export interface WrittenTrials {
  readonly format: 'oneshot-trials'
  readonly version: 1
  readonly run: string
  readonly evaluation: {
    readonly created: string
    readonly step: number
    readonly views: number
    readonly protocol: { readonly name: string; readonly hash: string; readonly seed: number }
    readonly way: number
    readonly shot: number
    readonly accuracy: number
    readonly interval: readonly [number, number]
    readonly chance: number
    /** Smaller = more alike. */
    readonly distance: PairScore['kind']
  }
  /** Folder or zip of the pictures; `base` is a folder in it that all paths start from, `hash` that of their contents. */
  readonly data: { readonly root: string; readonly base: string; readonly hash: string }
  /** Whether each trial lists all of its ways, or only the right and the chosen one. */
  readonly ways: 'all' | 'truth and chosen'
  readonly trials: readonly {
    readonly trial: number
    readonly query: WrittenPicture
    readonly credit: number
    readonly tied: number
    readonly margin: number | null
    /** Nearest first. */
    readonly ways: readonly {
      readonly rank: number
      readonly class: string
      readonly distance: number | null
      readonly truth: boolean
      readonly chosen: boolean
      readonly supports: readonly WrittenPicture[]
    }[]
  }[]
}

function written({ path, className, drawer }: TrialPicture): WrittenPicture {
  return { path, class: className, ...(drawer === null ? {} : { drawer }) }
}

/**
 * @param run name of the run
 * @param mostWays with more ways than this in all, only the right and the chosen one of each trial are written
 */
export function trialsJson(
  trials: OpenTrials,
  run: string,
  evaluation: StoredEvaluation,
  mostWays = MOST_WAYS,
): WrittenTrials {
  const { created, step, views, protocol, way, shot, accuracy, interval, chance } = evaluation
  const { source, dataset } = trials.pictures
  const isWhole = trials.protocol.trials.length * way <= mostWays
  return {
    format: 'oneshot-trials',
    version: 1,
    run,
    evaluation: {
      created,
      step,
      views,
      protocol: { name: protocol.name, hash: protocol.hash, seed: trials.protocol.seed },
      way,
      shot,
      accuracy,
      interval,
      chance,
      distance: trials.metric,
    },
    data: { root: source.folder, base: dataset?.base ?? '', hash: source.hash },
    ways: isWhole ? 'all' : 'truth and chosen',
    trials: [...described(trials)].map((trial) => {
      const chosen = chosenOf(trial)
      const ways = trial.ways.map((each, index) => ({ each, rank: index + 1 }))
      return {
        trial: trial.trial,
        query: written(trial.query),
        credit: trial.credit,
        tied: trial.tied,
        margin: trial.margin,
        ways: ways
          .filter(({ each }) => isWhole || each.truth || each === chosen)
          .map(({ each, rank }) => ({
            rank,
            class: each.className,
            distance: each.distance,
            truth: each.truth,
            chosen: each === chosen,
            supports: each.supports.map(written),
          })),
      }
    }),
  }
}

/** As text: a trial a line, so that it can be looked through and compared. */
export function trialsText({ trials, ...head }: WrittenTrials): string {
  const lines = trials.map((trial) => `    ${JSON.stringify(trial)}`)
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "trials": [\n${lines.join(',\n')}\n  ]\n}\n`
}
