import type { DatasetInfo } from '../../shared/dataset.ts'
import type { Codes, PairScore } from '../../shared/evaluation.ts'
import { QUERIES } from './rows.ts'
import { rowDistance } from './score.ts'
import type { RowDistance } from './score.ts'
import type { DrawnTrial } from './protocols/trial-maker.ts'

/** Trials whose distances are held at once. */
const AT_ONCE = QUERIES

/**
 * Distances of drawn trials, those of one class after the other whichever trial they belong to: the codes of a class stay in
 * the processor's nearest memory, which takes half the time of fetching them trial by trial.
 */
export class WayDistances {
  private readonly distance: RowDistance
  private readonly classOf: Int32Array
  private readonly classes: number

  /** @param codes row i is picture i */
  constructor({ pictures, classes }: DatasetInfo, codes: Codes, score: PairScore) {
    this.distance = rowDistance(codes, score)
    this.classOf = Int32Array.from(pictures, ({ classIndex }) => classIndex)
    this.classes = classes.length
  }

  /** @param visit gets the trials in their order; the distances [way] are good until it returns */
  forEach(
    trials: readonly DrawnTrial[],
    way: number,
    shot: number,
    visit: (trial: DrawnTrial, distances: Float64Array) => void,
  ): void {
    for (let start = 0; start < trials.length; start += AT_ONCE) {
      const part = trials.slice(start, start + AT_ONCE)
      const distances = this.distancesOf(part, way, shot)
      for (const [at, trial] of part.entries()) visit(trial, distances.subarray(at * way, (at + 1) * way))
    }
  }

  /** [trial, way] */
  private distancesOf(trials: readonly DrawnTrial[], way: number, shot: number): Float64Array {
    const { distance } = this
    const { places, supports } = this.byClass(trials, way, shot)
    const queries = Int32Array.from(trials, ({ query }) => query)
    const distances = new Float64Array(places.length)
    for (let i = 0; i < places.length; i++) {
      const place = places[i]!
      distances[place] = distance(queries[Math.floor(place / way)]!, supports, i * shot, shot)
    }
    return distances
  }

  /** Places in [trial, way] in the order of their supports' class, and those supports [place, shot]. */
  private byClass(trials: readonly DrawnTrial[], way: number, shot: number) {
    const next = new Uint32Array(this.classes + 1)
    for (const { supports } of trials) {
      for (let at = 0; at < supports.length; at += shot) next[this.classOf[supports[at]!]! + 1]!++
    }
    for (let index = 0; index < this.classes; index++) next[index + 1]! += next[index]!
    const places = new Uint32Array(trials.length * way)
    const sorted = new Int32Array(trials.length * way * shot)
    let place = 0
    for (const { supports } of trials) {
      for (let at = 0; at < supports.length; at += shot) {
        const to = next[this.classOf[supports[at]!]!]!++
        places[to] = place++
        for (let i = 0; i < shot; i++) sorted[to * shot + i] = supports[at + i]!
      }
    }
    return { places, supports: sorted }
  }
}
