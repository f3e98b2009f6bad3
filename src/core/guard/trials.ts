/** Whether trials are what they should be. */
import type { Turn } from '../../shared/dataset.ts'
import type { Protocol, TrialResult } from '../../shared/evaluation.ts'
import type { Finding } from '../../shared/finding.ts'
import { pictureName } from '../evaluation/index.ts'
import { finding, percent } from './finding.ts'

/** Share of tied trials that is still worth no more than a note. */
const MOST_TIED = 0.01
const MOST_TOLD = 10

/** Trials in which several classes share the smallest distance. */
export function tieFindings(results: readonly Pick<TrialResult, 'tied'>[], trials = results.length): Finding[] {
  const tied = results.filter((result) => result.tied > 1).length
  if (tied === 0) {
    return [finding('checks/no-ties', 'passed', `No answer of ${trials} trials was tied.`, { figures: { trials } })]
  }
  const share = tied / trials
  const sentence = `${percent(share)} of ${trials} trials are tied, and earn a part of a point.`
  const advice =
    'Different pictures get one distance: codes that saturate or collapse do that. Train with a smaller rate, or take a head with the cosine distance.'
  return [
    finding('checks/ties', share > MOST_TIED ? 'warning' : 'note', sentence, {
      figures: { share: { share }, trials },
      advice,
    }),
  ]
}

/**
 * Trials whose query is one of its own supports, as the same file or as a copy of it.
 * @param pictures those the protocols' indices mean
 */
export function ownPictureFindings(
  protocols: readonly Pick<Protocol, 'trials'>[],
  pictures: readonly { readonly path: string; readonly hash: string; readonly turn?: Turn }[],
): Finding[] {
  const known = (index: number) => {
    const picture = pictures[index]
    if (!picture) throw new RangeError(`there is no picture ${index} among ${pictures.length}`)
    return picture
  }
  const all = protocols.flatMap(({ trials }) => trials)
  const own = all.filter(({ query, supports }) =>
    supports.some((way) => way.some((picture) => known(picture).hash === known(query).hash)),
  )
  const trials = all.length
  if (own.length === 0) {
    const sentence = `In none of ${trials} trials is the query one of its own supports.`
    return [finding('checks/no-own-picture', 'passed', sentence, { figures: { trials } })]
  }
  const subjects = [...new Set(own.map(({ query }) => pictureName(known(query))))].slice(0, MOST_TOLD)
  const sentence = `In ${own.length} of ${trials} trials the query is one of its own supports.`
  return [
    finding('checks/own-picture', 'warning', sentence, {
      subjects,
      figures: { count: own.length, trials },
      advice: 'Such a trial is a gift: delete the copies and draw the trials anew.',
    }),
  ]
}
