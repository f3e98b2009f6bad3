/** From distances to answers: the one place where a trial is called right, wrong or tied. */
import type { Accuracy, Protocol, TrialResult } from '../../shared/evaluation.ts'
import { chanceOf, wilsonInterval } from '../../shared/statistics.ts'

/**
 * Answer of one trial: the smallest distance wins. When several share it, the credit is 1/(how many) if the truth is
 * among them, so a network that gives everything the same distance scores exactly chance. NaN never wins.
 *
 * @param distances one for each way
 * @param truth way of the query's class
 */
export function judge(trial: number, distances: readonly number[], truth: number): TrialResult {
  let best = Infinity
  let chosen = -1
  let tied = 0
  let otherBest = Infinity
  for (let way = 0; way < distances.length; way++) {
    const distance = distances[way]!
    if (Number.isNaN(distance)) continue
    if (chosen < 0 || distance < best) {
      best = distance
      chosen = way
      tied = 1
    } else if (distance === best) tied++
    if (way !== truth && distance < otherBest) otherBest = distance
  }
  const own = distances[truth]!
  const credit = tied > 0 && own === best ? 1 / tied : 0
  return { trial, credit, chosen, distances, margin: marginOf(own, otherBest), tied }
}

function marginOf(own: number, other: number): number {
  if (Number.isNaN(own)) return -Infinity
  return own === other ? 0 : other - own
}

/**
 * Accuracy with its 95 % Wilson interval and chance.
 *
 * @param way number of classes in each trial
 * @throws RangeError when there are no results
 */
export function summarise(results: readonly Pick<TrialResult, 'credit'>[], way: number): Accuracy {
  const trials = results.length
  if (trials === 0) throw new RangeError('no trials to summarise')
  // A sum of thirds may end a hair above the number of trials.
  const successes = Math.min(
    trials,
    results.reduce((sum, { credit }) => sum + credit, 0),
  )
  return { accuracy: successes / trials, interval: wilsonInterval(successes, trials), chance: chanceOf(way), trials }
}

/** Every picture a protocol touches, ascending: what has to be embedded or decoded. */
export function picturesOf(protocol: Protocol): number[] {
  const seen = new Set<number>()
  for (const { query, supports } of protocol.trials) {
    seen.add(query)
    for (const pictures of supports) for (const picture of pictures) seen.add(picture)
  }
  return [...seen].sort((a, b) => a - b)
}

/** A protocol whose picture indices are rows of a table that holds nothing else. */
export interface DenseProtocol {
  /** Row r is this picture of the data set. */
  readonly pictures: readonly number[]
  readonly protocol: Protocol
}

/** The same trials over a table of their own pictures, so that codes take memory for those alone. */
export function denseProtocol(protocol: Protocol): DenseProtocol {
  const pictures = picturesOf(protocol)
  const rows = new Map(pictures.map((picture, row) => [picture, row]))
  const at = (picture: number): number => rows.get(picture)!
  const trials = protocol.trials.map(({ query, supports, truth }) => {
    return { query: at(query), supports: supports.map((way) => way.map(at)), truth }
  })
  return { pictures, protocol: { ...protocol, trials } }
}
