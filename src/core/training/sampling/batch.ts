/** What a sampler hands to the batch pipeline: which pictures, how turned, and their labels. */

export interface Batch {
  /** Picture indices in feeding order; for pairs all left pictures, then all right ones. */
  readonly pictures: Int32Array
  /** Class number within the batch, one per picture; for pairs one per pair, 0 same and 1 different. */
  readonly labels: Int32Array
  /** Quarter turns (0..3) of each picture, counter-clockwise; all 0 unless rotations count as classes. */
  readonly rotations: Uint8Array
  /** Drawn class of each picture: a position in the sampler's classes, times 4 plus the turn where rotations count. */
  readonly classes: Int32Array
}

/** How often things were seen. Positions are those of the `classes` given to the sampler; keys are picture indices. */
export interface Coverage {
  readonly steps: number
  /** Pictures fed, by class (its four turns together). */
  readonly classes: readonly number[]
  /** Times fed, by picture; every picture of every class is there, unseen ones with 0. */
  readonly pictures: ReadonlyMap<number, number>
}

export interface Sampler {
  /** Classes it draws from: four times as many where rotations count. */
  readonly classes: number
  /** The batch of a step (from 0), always the same for that step. */
  batch(step: number): Batch
  /** Seen in the steps before `steps`. */
  coverage(steps: number): Coverage
}

/** Adds up batches as they are fed. */
export function createCoverage(classes: readonly (readonly number[])[], rotationsAsClasses: boolean) {
  const perClass = classes.map(() => 0)
  const perPicture = new Map<number, number>(classes.flat().map((picture) => [picture, 0]))
  let steps = 0
  return {
    add(batch: Batch): void {
      steps++
      batch.pictures.forEach((picture, i) => {
        const drawn = batch.classes[i] as number
        const index = rotationsAsClasses ? drawn >> 2 : drawn
        perClass[index] = (perClass[index] ?? 0) + 1
        perPicture.set(picture, (perPicture.get(picture) ?? 0) + 1)
      })
    },
    read: (): Coverage => ({ steps, classes: [...perClass], pictures: new Map(perPicture) }),
  }
}
