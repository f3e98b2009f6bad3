/** What a sampler has shown of the training classes, and what it has not. */
import type { Recipe } from '../../shared/recipe.ts'
import { membersOf } from '../../shared/recipe.ts'
import type { Finding } from '../../shared/finding.ts'
import { createCoverage } from '../training/sampling/batch.ts'
import { createSampler } from '../training/sampling/sampler.ts'
import type { Sampler } from '../training/sampling/sampler.ts'
import { finding } from './finding.ts'

/** Pictures fed that are counted at most: enough to know, and a few seconds of work. */
const MOST_COUNTED = 20_000_000
/** Milliseconds of counting between two breaths of the process. */
const TURN_MS = 25
const MOST_TOLD = 10

export interface CoverageFigures {
  /** Steps that were counted. */
  readonly steps: number
  readonly classes: number
  readonly pictures: number
  /** Never drawn, as positions in the classes, and as picture indices. */
  readonly unseenClasses: readonly number[]
  readonly unseenPictures: readonly number[]
  /** Times that the picture drawn least, and most, was fed. */
  readonly least: number
  readonly most: number
}

/** Counts what the batches of a recipe show. The sampler has no memory, so past and coming steps count alike. */
export class CoverageCounter {
  private readonly classes: readonly (readonly number[])[]
  private readonly sampler: Sampler
  private readonly count: ReturnType<typeof createCoverage>
  private steps = 0
  private fed = 0
  private readonly missing: Set<number>

  /**
   * @param classes picture indices of each training class
   * @throws UserError `data/…` when they cannot fill a batch
   */
  constructor(
    { sampler, seed, augment, encoder }: Pick<Recipe, 'sampler' | 'seed' | 'augment' | 'encoder'>,
    classes: readonly (readonly number[])[],
  ) {
    this.classes = classes
    this.sampler = createSampler(sampler, classes, seed, augment.rotationsAsClasses, membersOf(encoder))
    this.count = createCoverage(classes, augment.rotationsAsClasses)
    this.missing = new Set(classes.flat())
  }

  /** Counts on to so many steps; never back. Stops where counting further would take too long. */
  async advance(steps: number, signal?: AbortSignal): Promise<CoverageFigures> {
    await this.countWhile(() => this.steps < steps, signal)
    return this.read()
  }

  /** Steps after which every picture has been fed, from here; null where that is too far to count. */
  async needed(signal?: AbortSignal): Promise<number | null> {
    await this.countWhile(() => this.missing.size > 0, signal)
    return this.missing.size === 0 ? this.steps : null
  }

  private async countWhile(goesOn: () => boolean, signal: AbortSignal | undefined): Promise<void> {
    let turn = performance.now()
    while (goesOn() && this.fed < MOST_COUNTED) {
      const batch = this.sampler.batch(this.steps)
      this.count.add(batch)
      for (const picture of batch.pictures) this.missing.delete(picture)
      this.fed += batch.pictures.length
      this.steps += 1
      if (performance.now() - turn > TURN_MS) {
        await new Promise((resolve) => setImmediate(resolve))
        signal?.throwIfAborted()
        turn = performance.now()
      }
    }
  }

  private read(): CoverageFigures {
    const { steps, classes, pictures } = this.count.read()
    const times = [...pictures.values()]
    return {
      steps,
      classes: this.classes.length,
      pictures: pictures.size,
      unseenClasses: classes.flatMap((count, place) => (count === 0 ? [place] : [])),
      unseenPictures: [...pictures].flatMap(([picture, count]) => (count === 0 ? [picture] : [])),
      least: times.reduce((low, count) => Math.min(low, count), Infinity),
      most: times.reduce((high, count) => Math.max(high, count), 0),
    }
  }
}

interface Names {
  /** Name of the class at a place. */
  readonly className: (place: number) => string
  readonly path: (picture: number) => string
}

/**
 * What the steps that were counted left out.
 * @param needed steps that would show every picture, where that is known
 */
export function coverageFinding(coverage: CoverageFigures, needed: number | null, { className, path }: Names): Finding {
  const { steps, classes, pictures, unseenClasses, unseenPictures, least } = coverage
  const figures = {
    steps,
    classes,
    pictures,
    least,
    unseen: unseenPictures.length,
    unseenClasses: unseenClasses.length,
    needed: needed ?? '?',
  }
  const more =
    needed === null
      ? 'Train longer, or take larger batches.'
      : `Train longer (${needed} steps show every one), or take larger batches.`
  const time = steps === 1 ? '1 step' : `${steps} steps`
  if (unseenClasses.length > 0) {
    const sentence = `In ${time}, ${unseenClasses.length} of ${classes} training classes and ${unseenPictures.length} of ${pictures} pictures were never fed.`
    const subjects = unseenClasses.slice(0, MOST_TOLD).map(className)
    return finding('coverage/classes', 'warning', sentence, { subjects, figures, advice: more })
  }
  if (unseenPictures.length > 0) {
    const sentence = `In ${time}, ${unseenPictures.length} of ${pictures} training pictures were never fed.`
    const subjects = unseenPictures.slice(0, MOST_TOLD).map(path)
    return finding('coverage/pictures', 'note', sentence, { subjects, figures, advice: more })
  }
  const times = least === 1 ? 'once' : `${least} times`
  const sentence = `All ${classes} training classes and all ${pictures} pictures were fed in ${time}, each ${times} or more.`
  return finding('coverage/all', 'passed', sentence, { figures })
}

/** For recipes that take everything in one go. */
export function atOnceFinding(classes: number, pictures: number): Finding {
  const sentence = `All ${classes} training classes and all ${pictures} pictures were used at once.`
  return finding('coverage/at-once', 'passed', sentence, { figures: { classes, pictures } })
}
