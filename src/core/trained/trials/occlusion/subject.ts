/** What an occlusion map needs of an evaluation's trial, made where its codes lie. */
import { UserError } from '../../../../shared/errors.ts'
import type { DeviceName } from '../../../engine/index.ts'
import type { OpenTrials, ScoredTrial } from '../open-trials.ts'
import type { OcclusionSubject } from './occlusion-maps.ts'

/** Plain data that goes to another process. */
export interface PreparedOcclusion {
  readonly subject: OcclusionSubject
  /** Names the state of the network that the codes are of. */
  readonly key: string
  readonly device: DeviceName
  readonly views: number
  /** Distance of the query to both ways as it is. */
  readonly distances: { readonly truth: number; readonly rival: number }
}

/** The nearest way that is not the truth; -1 where no distance is a number. */
function rivalOf({ trial, result }: ScoredTrial): number {
  let best = -1
  result.distances.forEach((distance, way) => {
    if (way === trial.truth || Number.isNaN(distance)) return
    if (best < 0 || distance < result.distances[best]!) best = way
  })
  return best
}

/**
 * @param support which support of both classes is covered
 * @throws UserError `evaluate/no-support`, `evaluate/no-distance`, and as the pictures are read
 */
export async function occlusionSubject(
  trials: OpenTrials,
  scored: ScoredTrial,
  support: number,
): Promise<PreparedOcclusion> {
  const { trial, result } = scored
  const rival = rivalOf(scored)
  const own = result.distances[trial.truth]!
  if (rival < 0 || Number.isNaN(own)) {
    throw new UserError(
      'evaluate/no-distance',
      'The distances of this trial are no numbers: nothing can change them.',
      {
        subject: String(result.trial),
        next: 'Look at another trial.',
      },
    )
  }
  const shown = [trial.supports[trial.truth]![support], trial.supports[rival]![support]]
  const [truthPicture, rivalPicture] = shown
  if (truthPicture === undefined || rivalPicture === undefined) {
    throw new UserError('evaluate/no-support', `There is no support ${support + 1} in this trial.`, {
      subject: 'support',
    })
  }
  const { codes } = trials
  const rows = [trial.query, ...trial.supports.flat()]
  let next = 1
  const ways = trial.supports.map((pictures) => pictures.map(() => next++))
  const { recipe } = codes.run.record
  const { width, height, channels } = recipe.input
  const pixels = await codes.pixelsOf([trial.query, truthPicture, rivalPicture])
  const length = width * height * channels
  const [query, truth, other] = [0, 1, 2].map((at) => pixels.slice(at * length, (at + 1) * length))
  return {
    subject: {
      size: { width, height, channels },
      colour: trials.pictures.source.colour === 'line' ? 'edge' : 'mean',
      ...codes.rowsOf(rows),
      score: codes.score,
      ways,
      truth: trial.truth,
      rival,
      pixels: { query: query!, truth: truth!, rival: other! },
      support,
    },
    key: codes.key,
    device: codes.device,
    views: codes.views,
    distances: { truth: own, rival: result.distances[rival]! },
  }
}
