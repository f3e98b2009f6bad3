/** What lies nearest to a trial's query among all pictures, not only among the supports that were drawn. */
import { pictureOf } from './describe-trials.ts'
import type { TrialPicture } from './describe-trials.ts'
import type { OpenTrials, Part, ScoredTrial } from './open-trials.ts'
import type { EnsureOptions } from './trial-codes.ts'

/** Ranks of the query's class that are told one by one. */
const MOST_RANKS = 500

export interface Neighbour {
  /** From 1. */
  readonly rank: number
  readonly picture: TrialPicture
  readonly distance: number
  /** Whether it is of the query's class. */
  readonly own: boolean
  readonly part: Part
  /** Of which way it is a support in this trial, if of any. */
  readonly supportOf: 'truth' | 'chosen' | 'other' | null
}

export interface Neighbourhood {
  /** Nearest first, as many as were asked for. */
  readonly found: readonly Neighbour[]
  /** Pictures that were ranked: the query's file, and copies of it, are not among them. */
  readonly searched: number
  /** Pictures there are to rank, and how many of them have no code yet. */
  readonly total: number
  readonly missing: number
  /** Pictures of the test classes that were left out because they are set aside. */
  readonly setAside: number
  /** Which pictures those are: the part of the query's class, or null for all of them. */
  readonly part: Part
  /** Ranks of the pictures of the query's class, ascending, the first few hundred; and how many there are. */
  readonly ownRanks: readonly number[]
  readonly own: number
  /** Of the trial's own first supports. */
  readonly truthRank: number | null
  readonly chosenRank: number | null
}

/** Places of `distances` from the smallest to the largest, equals in order; NaN is left out. */
export function ranking(distances: Float64Array): Uint32Array {
  const places = new Uint32Array(distances.length)
  let count = 0
  distances.forEach((distance, place) => {
    if (!Number.isNaN(distance)) places[count++] = place
  })
  return places.subarray(0, count).sort((a, b) => distances[a]! - distances[b]! || a - b)
}

/** Which pictures are ranked. */
export interface NeighbourOptions extends EnsureOptions {
  /** `part` the classes that were held out together with the query's, `all` the whole data set. */
  readonly scope: 'part' | 'all'
  /** How many are described. */
  readonly limit: number
  /** Whether pictures without a code are embedded first; they are left out otherwise. */
  readonly make: boolean
}

/** The pictures in question, without the query's bytes. */
function candidates(trials: OpenTrials, query: number, scope: NeighbourOptions['scope']) {
  const { pictures } = trials.pictures.source
  const own = trials.partOf(query)
  const { hash, path } = pictures[query] ?? {}
  const list: number[] = []
  let setAside = 0
  for (let index = 0; index < pictures.length; index++) {
    // Turned copies have the same file too.
    if (index === query || pictures[index]?.hash === hash || pictures[index]?.path === path) continue
    const part = trials.partOf(index)
    if (scope === 'part' && part !== own) continue
    // The test classes stay unseen as long as the trials are about others.
    if (part === 'test' && own !== 'test') setAside++
    else list.push(index)
  }
  return { list, setAside, part: scope === 'part' ? own : null }
}

/**
 * The pictures nearest to a trial's query, each compared as a single support. Where the pictures are no data set, only the
 * right class's supports are known to be of the query's class.
 * @throws UserError as `TrialCodes.ensure`; the signal's reason when it fires
 */
export async function neighbours(
  trials: OpenTrials,
  { trial, result }: ScoredTrial,
  { scope, limit, make, ...options }: NeighbourOptions,
): Promise<Neighbourhood> {
  const { query, supports, truth } = trial
  const { list, setAside, part } = candidates(trials, query, scope)
  if (make) await trials.codes.ensure(list, options)
  const distances = await trials.codes.distances(query, list, options.signal)
  const ranks = ranking(distances)
  const { dataset } = trials.pictures
  const ownClass = dataset?.pictures[query]?.classIndex
  const isOwn = (index: number) =>
    dataset ? dataset.pictures[index]?.classIndex === ownClass : supports[truth]!.includes(index)
  const wayOf = new Map(supports.flatMap((pictures, way) => pictures.map((index) => [index, way] as const)))
  const supportOf = (index: number): Neighbour['supportOf'] => {
    const way = wayOf.get(index)
    return way === undefined ? null : way === truth ? 'truth' : way === result.chosen ? 'chosen' : 'other'
  }
  const rankOf = (way: number) => {
    const first = supports[way]?.[0]
    const at = first === undefined ? -1 : ranks.findIndex((place) => list[place] === first)
    return at < 0 ? null : at + 1
  }
  const ownRanks: number[] = []
  ranks.forEach((place, at) => isOwn(list[place]!) && ownRanks.push(at + 1))
  const found = [...ranks.subarray(0, limit)].map((place, at): Neighbour => {
    const index = list[place]!
    return {
      rank: at + 1,
      picture: pictureOf(trials, index, trials.pictures.source.pictures[index]?.path ?? ''),
      distance: distances[place]!,
      own: isOwn(index),
      part: trials.partOf(index),
      supportOf: supportOf(index),
    }
  })
  return {
    found,
    searched: ranks.length,
    total: list.length,
    missing: trials.codes.missing(list).length,
    setAside,
    part,
    ownRanks: ownRanks.slice(0, MOST_RANKS),
    own: ownRanks.length,
    truthRank: rankOf(truth),
    chosenRank: rankOf(result.chosen),
  }
}
