/** Which classes an evaluation's queries were taken for, in words and numbers. */
import { confusionOf } from '../../evaluation/index.ts'
import type { TrialPicture } from './describe-trials.ts'
import { nameOf, pictureOf } from './describe-trials.ts'
import type { OpenTrials } from './open-trials.ts'

export interface DescribedConfusion {
  readonly trials: number
  /** Trials that did not earn a whole point. */
  readonly wrong: number
  /** Classes that were ever confused, by a picture of each; those that are taken for each other stand together. */
  readonly classes: readonly TrialPicture[]
  /** Wrong answers only, most frequent first. */
  readonly cells: readonly {
    /** Places in `classes`. */
    readonly truth: number
    readonly chosen: number
    readonly count: number
    /** Trials in which `chosen` stood beside the truth: what the count could have been. */
    readonly offered: number
  }[]
}

/** Class of every picture; published runs do not name theirs, so there a class is its support. */
function classesOf({ pictures, protocol }: OpenTrials): (picture: number) => number {
  const { dataset } = pictures
  if (dataset) return (picture) => dataset.pictures[picture]!.classIndex
  const known = new Map<number, number>()
  for (const { query, supports, truth } of protocol.trials) {
    for (const way of supports) for (const picture of way) known.set(picture, way[0]!)
    known.set(query, supports[truth]![0]!)
  }
  return (picture) => known.get(picture) ?? picture
}

/** Counts the wrong answers of all trials by class. */
export function describeConfusion(trials: OpenTrials): DescribedConfusion {
  const { dataset } = trials.pictures
  const { classes, cells } = confusionOf(trials.protocol, trials.results, classesOf(trials))
  const place = new Map(classes.map((index, i) => [index, i]))
  return {
    trials: trials.results.length,
    wrong: trials.results.filter(({ credit }) => credit < 1).length,
    classes: classes.map((index) => {
      const picture = dataset ? (dataset.classes[index]?.pictures[0] ?? 0) : index
      return pictureOf(trials, picture, nameOf(trials, picture))
    }),
    cells: cells.map(({ truth, chosen, count, offered }) => {
      return { truth: place.get(truth)!, chosen: place.get(chosen)!, count, offered }
    }),
  }
}
