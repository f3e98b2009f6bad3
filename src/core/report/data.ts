/** What a report is made of: everything in it is here, so that writing it down reads nothing more. */
import type { UserError } from '../../shared/errors.ts'
import type { Accuracy, BaselineName, ClusteredInterval, VerificationResult } from '../../shared/evaluation.ts'
import type { WayAccuracy } from '../../shared/figures.ts'
import type { RunRecord, ValidationLine } from '../runs/index.ts'

/** A picture of a sheet. */
export interface ReportPicture {
  readonly path: string
  readonly className: string
  /** `data:image/webp;base64,…`; null where it cannot be read any more. */
  readonly uri: string | null
}

/** A wrong trial in three pictures. */
export interface ReportSheet {
  readonly trial: number
  readonly query: ReportPicture
  /** First support of the right class, and of the class chosen instead. */
  readonly truth: ReportPicture
  readonly chosen: ReportPicture | null
  readonly margin: number | null
  /** Above 0 for a tie. */
  readonly credit: number
}

/** What goes beyond the stored numbers: it takes the run's pictures. */
export interface ReportTrials {
  /** Accuracy of the same queries among fewer classes. */
  readonly byWay: readonly WayAccuracy[]
  /** Worst by margin first. */
  readonly sheets: readonly ReportSheet[]
  /** Most frequent first; `offered` is in how many trials the chosen class stood beside the truth. */
  readonly confused: readonly {
    readonly truth: string
    readonly chosen: string
    readonly count: number
    readonly offered: number
  }[]
  /** Pairs of classes that were ever confused, those not listed included. */
  readonly confusedPairs: number
}

export interface ReportVerification extends Omit<VerificationResult, 'roc'> {
  readonly about: 'test' | 'validation'
  /** False and true accept rates along the curve. */
  readonly roc: readonly (readonly [falseAccept: number, trueAccept: number])[]
}

export interface ReportData {
  readonly run: string
  /** ISO date and time of the report. */
  readonly made: string
  readonly record: RunRecord
  readonly parameters: number
  /** Steps and smoothed loss, thinned. */
  readonly loss: readonly (readonly [step: number, loss: number])[]
  readonly validations: readonly ValidationLine[]
  readonly evaluation: Accuracy & {
    readonly id: string
    readonly created: string
    readonly protocol: { readonly name: string; readonly hash: string }
    readonly way: number
    readonly shot: number
    readonly step: number
    readonly views: number
    readonly device: string
    readonly bootstrap?: ClusteredInterval | undefined
    readonly baselines: Readonly<Partial<Record<BaselineName, Accuracy | undefined>>>
    readonly wrong: number
    readonly data: { readonly name: string; readonly hash: string }
  }
  /** How often the run's test classes were looked at. */
  readonly testUses: number
  /** Null with the reason where they cannot be had any more. */
  readonly trials: ReportTrials | null
  readonly verification: ReportVerification | null
  /** Why something is missing. */
  readonly missing: readonly UserError[]
  /** Text of the run's recipe.json, which replays it; the data set by its name alone. */
  readonly recipeFile: string
}

/** From what, and how, a report's data are gathered. */
export interface CollectOptions {
  /** Name of the evaluation's file, without `.json`. @default the newest */
  readonly evaluation?: string
  readonly cacheDir?: string
  /** Ends it early, with the signal's reason. */
  readonly signal?: AbortSignal
  readonly onProgress?: (doing: 'reading' | 'embedding' | 'pictures', done: number, total: number) => void
}
