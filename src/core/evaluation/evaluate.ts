/** One network on one protocol, beside what it must beat. */
import type {
  Accuracy,
  BaselineName,
  Codes,
  EvaluationResult,
  PairScore,
  Protocol,
  TrialResult,
  WrongTrial,
} from '../../shared/evaluation.ts'
import { hausdorffTrials } from './hausdorff.ts'
import { pixelTrials } from './pixels.ts'
import type { ReadRaster } from './rasters.ts'
import { scoreTrials } from './score.ts'
import { summarise } from './trials.ts'

export interface EvaluateOptions {
  /** The pictures the protocol's indices mean. */
  readonly pictures: readonly { readonly path: string }[]
  /** Row i is picture i. */
  readonly codes: Codes
  readonly score: PairScore
  readonly protocol: Protocol
  readonly baselines?: BaselineOptions
}

export interface BaselineOptions {
  /** The same network before training. */
  readonly untrained?: { readonly codes: Codes; readonly score: PairScore }
  /** Decoded pictures, all of one size (see `rasterTarget`): adds the pixel nearest neighbour. */
  readonly read?: ReadRaster
  /** What the data set says; only `line` adds the modified Hausdorff distance, which means nothing elsewhere. */
  readonly colour?: 'line' | 'grey' | 'colour'
}

/**
 * Scores a protocol and its baselines.
 *
 * @throws RangeError when codes or pictures do not fit the protocol, and whatever `read` throws
 */
export async function evaluate(options: EvaluateOptions): Promise<EvaluationResult> {
  const { protocol, pictures } = options
  const { way, shot, name, hash } = protocol
  const results = scoreTrials(options.codes, options.score, protocol)
  return {
    protocol: { name, hash },
    way,
    shot,
    ...summarise(results, way),
    baselines: await baselines(protocol, options.baselines ?? {}),
    credits: results.map(({ credit }) => credit),
    wrong: wrongTrials(results, protocol, pictures),
  }
}

/** Baselines on the trials of a protocol; they do not depend on the trained network, so they may be kept by its hash. */
export async function baselines(
  protocol: Protocol,
  { untrained, read, colour }: BaselineOptions,
): Promise<Partial<Record<BaselineName, Accuracy>>> {
  const found: Partial<Record<BaselineName, Accuracy>> = {}
  const add = (name: BaselineName, results: readonly TrialResult[]) => (found[name] = summarise(results, protocol.way))
  if (read) add('pixels', await pixelTrials(protocol, read))
  if (read && colour === 'line') add('hausdorff', await hausdorffTrials(protocol, read))
  if (untrained) add('untrained', scoreTrials(untrained.codes, untrained.score, protocol))
  return found
}

/** Trials that did not earn a whole point, in the protocol's order. */
export function wrongTrials(
  results: readonly TrialResult[],
  protocol: Protocol,
  pictures: readonly { readonly path: string }[],
): WrongTrial[] {
  return results
    .filter(({ credit }) => credit < 1)
    .map(({ trial, credit, chosen, distances, margin, tied }) => {
      const { query, supports, truth } = protocol.trials[trial]!
      // In a tie the truth may be the first of the equals; what it was mistaken for is the other.
      const best = distances[chosen]
      const other = chosen === truth ? distances.findIndex((far, way) => way !== truth && far === best) : chosen
      const firstOf = (way: number) => pictures[supports[way]![0]!]!.path
      return {
        trial,
        query: pictures[query]!.path,
        truth: firstOf(truth),
        chosen: other < 0 ? null : firstOf(other),
        truthWay: truth,
        chosenWay: other,
        credit,
        tied,
        distances: distances.map(finite),
        margin: finite(margin),
      }
    })
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
