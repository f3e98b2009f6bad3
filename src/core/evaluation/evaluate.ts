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
import { clusteredInterval } from './clusters.ts'
import { hausdorffTrials } from './baselines/hausdorff.ts'
import { paced } from './pace.ts'
import type { Pace } from './pace.ts'
import { pixelTrials } from './baselines/pixels.ts'
import type { ReadRaster } from './baselines/rasters.ts'
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
  /** The same network before training; asked for only where its answers are not kept. */
  readonly untrained?: () => Promise<{ readonly codes: Codes; readonly score: PairScore }>
  /** Decoded pictures, all of one size (see `rasterTarget`): adds the pixel nearest neighbour. */
  readonly read?: ReadRaster
  /** What the data set says; only `line` adds the modified Hausdorff distance, which means nothing elsewhere. */
  readonly colour?: 'line' | 'grey' | 'colour'
  /** Gives the credits of a baseline's trials: kept ones, or those that `make` makes. @default always makes them */
  readonly keep?: (name: BaselineName, make: () => Promise<readonly number[]>) => Promise<readonly number[]>
  /** Called between trials; what it throws ends the work. */
  readonly onProgress?: (name: BaselineName, done: number, total: number) => void
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
  const credits = results.map(({ credit }) => credit)
  const bootstrap = clusteredInterval(protocol, credits)
  return {
    protocol: { name, hash },
    way,
    shot,
    ...summarise(results, way),
    ...(bootstrap === undefined ? {} : { bootstrap }),
    baselines: await baselines(protocol, options.baselines ?? {}),
    credits,
    wrong: wrongTrials(results, protocol, pictures),
  }
}

/** Baselines on the trials of a protocol; they do not depend on the trained network, so they may be kept by its hash. */
export async function baselines(
  protocol: Protocol,
  { untrained, read, colour, keep = (_, make) => make(), onProgress }: BaselineOptions,
): Promise<Partial<Record<BaselineName, Accuracy>>> {
  const found: Partial<Record<BaselineName, Accuracy>> = {}
  const add = async (name: BaselineName, results: (pace: Pace) => Promise<readonly TrialResult[]>) => {
    const pace = paced((done, total) => onProgress?.(name, done, total))
    const credits = await keep(name, async () => (await results(pace)).map(({ credit }) => credit))
    found[name] = summarise(
      credits.map((credit) => ({ credit })),
      protocol.way,
    )
  }
  if (read) await add('pixels', (pace) => pixelTrials(protocol, read, { pace }))
  if (read && colour === 'line') await add('hausdorff', (pace) => hausdorffTrials(protocol, read, { pace }))
  if (untrained) {
    await add('untrained', async () => {
      const { codes, score } = await untrained()
      return scoreTrials(codes, score, protocol)
    })
  }
  return found
}

/** Trials that did not earn a whole point, in the protocol's order. */
function wrongTrials(
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
