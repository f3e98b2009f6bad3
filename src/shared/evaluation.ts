/** One-shot evaluation as data. Picture and class indices refer to a `DatasetInfo`. */

/** One N-way k-shot trial. */
export interface Trial {
  /** Picture index of the query. */
  readonly query: number
  /** Picture indices: `supports[w]` are the k supports of the w-th way. */
  readonly supports: readonly (readonly number[])[]
  /** Which way is the query's class. */
  readonly truth: number
}

/** A named list of trials, made once from a seed; two numbers may be ranked only when their hashes are equal. */
export interface Protocol {
  readonly name: string
  /**
   * SHA-256 over the content hashes of every trial's pictures and the place of the truth, hex. Paths do not enter it,
   * so two copies of the same pictures give the same hash.
   */
  readonly hash: string
  readonly way: number
  readonly shot: number
  readonly seed: number
  readonly withinGroup: boolean
  readonly acrossDrawer: boolean
  /** Turned pictures are classes of their own: indices are those of the data set four times over, once for each turn. */
  readonly turned?: true
  readonly trials: readonly Trial[]
}

/** How the head turns two codes into a distance (smaller = more alike). */
export type PairScore =
  | { readonly kind: 'cosine' }
  | { readonly kind: 'euclidean'; readonly normalise: boolean }
  /** sigmoid(weight . |a - b| + bias) */
  | { readonly kind: 'l1'; readonly weight: Float32Array; readonly bias: number }
  /** sigmoid(weight . (a - b) + bias) with a the query */
  | { readonly kind: 'subtract'; readonly weight: Float32Array; readonly bias: number }

/** Codes of pictures: row i belongs to picture i of the data set (or NaN rows where not embedded). */
export interface Codes {
  readonly data: Float32Array
  readonly count: number
  readonly size: number
}

export interface TrialResult {
  readonly trial: number
  /** 1 right, 0 wrong, 1/t when t supports tie for first and the truth is among them. */
  readonly credit: number
  /** Way with the smallest distance (the first of equals); -1 when every distance is NaN. */
  readonly chosen: number
  /** Distance of each way. */
  readonly distances: readonly number[]
  /** Smallest distance of a wrong way minus the true way's: negative when wrong. */
  readonly margin: number
  /** How many ways share the smallest distance: 1 without a tie, 0 when every distance is NaN. */
  readonly tied: number
}

/** An accuracy that may be printed: with its interval, chance and number of trials. */
export interface Accuracy {
  /** 0..1 */
  readonly accuracy: number
  /** 95 % Wilson interval, 0..1. */
  readonly interval: readonly [number, number]
  readonly chance: number
  readonly trials: number
}

/** An interval that holds where trials share their supports. */
export interface ClusteredInterval {
  /** 95 % percentile bootstrap that draws whole support sets, 0..1. */
  readonly interval: readonly [number, number]
  /** How many support sets there are. */
  readonly clusters: number
}

/** What a network must beat, measured on the same trials. */
export type BaselineName = 'pixels' | 'hausdorff' | 'untrained'

/** A trial that did not earn a whole point. Distances that are not finite are null, as JSON has no word for them. */
export interface WrongTrial {
  /** Its place in the protocol. */
  readonly trial: number
  /** Path of the query. */
  readonly query: string
  /** Paths of the first support of the query's class, and of the class chosen instead (or tied with it). */
  readonly truth: string
  readonly chosen: string | null
  /** Which way each of the two was; -1 for none chosen, because every distance is NaN. */
  readonly truthWay: number
  readonly chosenWay: number
  /** Above 0 only for a tie. */
  readonly credit: number
  readonly tied: number
  readonly distances: readonly (number | null)[]
  readonly margin: number | null
}

/** One evaluation, ready to be printed or stored as JSON. */
export interface EvaluationResult extends Accuracy {
  readonly protocol: { readonly name: string; readonly hash: string }
  readonly way: number
  readonly shot: number
  /** Trials that show classes the network was trained on: such a number says nothing about new ones. Absent for none. */
  readonly seen?: number
  /** The pictures are Omniglot's, by their names, so that published figures are of the same kind. Absent otherwise. */
  readonly omniglot?: boolean
  /** Present where trials share supports, so that they are not independent and Wilson's interval is too narrow. */
  readonly bootstrap?: ClusteredInterval
  readonly baselines: Readonly<Partial<Record<BaselineName, Accuracy>>>
  /** Credit of every trial in the protocol's order, for paired comparisons. */
  readonly credits: readonly number[]
  readonly wrong: readonly WrongTrial[]
}

/** Verification ("same or different?") of held-out classes. Rates 0..1; a null threshold accepts nothing. */
export interface VerificationResult {
  /** Area under the ROC curve. */
  readonly auc: number
  /** Where false accept and false reject rate are equal. */
  readonly equalErrorRate: number
  /** Pairs the figures stand on. */
  readonly genuine: number
  readonly impostor: number
  /** Pairs there are; more than were used where a sample was drawn. */
  readonly totals: { readonly genuine: number; readonly impostor: number }
  /** The lowest false accept rate these pairs can vouch for at 95 % (three in the number of impostors). */
  readonly lowestFalseAccept: number
  /** Whether thresholds were chosen on the validation classes, or on the very pairs they are reported for. */
  readonly thresholdsFrom: 'validation' | 'same'
  readonly points: readonly {
    /** False accept rate aimed at. */
    readonly target: number
    readonly threshold: number | null
    readonly falseAccept: number
    readonly trueAccept: number
    /** Whether there are enough impostor pairs for a rate this low. */
    readonly supported: boolean
  }[]
  /** The curve, a few hundred points of it. */
  readonly roc: readonly {
    readonly threshold: number | null
    readonly falseAccept: number
    readonly trueAccept: number
  }[]
}
