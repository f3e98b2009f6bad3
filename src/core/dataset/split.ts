import type { ClassSplit, DatasetInfo } from '../../shared/dataset.ts'
import { UserError } from '../../shared/errors.ts'
import { Rng } from '../../shared/random.ts'
import { SPLIT_PARTS } from '../../shared/split.ts'

export interface SplitOptions {
  readonly seed: number
  /** Share of all classes, 0..0.9. @default 0 */
  readonly validation?: number
  readonly test?: number
  /** Whether single classes are drawn or whole groups (alphabets, categories). @default 'class' */
  readonly by?: 'class' | 'group'
  /** Groups named outright; a part that is named is not drawn. */
  readonly groups?: { readonly validation?: readonly string[]; readonly test?: readonly string[] }
}

type Part = 'validation' | 'test'

/** Fewer classes than this cannot be told apart, nor trained on. */
const LEAST_CLASSES = 2
const MAX_FRACTION = 0.9

function checkFraction(field: Part, value: number): void {
  if (value >= 0 && value <= MAX_FRACTION) return
  throw new UserError('split-fraction', `${field} is ${value}, which is not between 0 and ${MAX_FRACTION}.`, {
    subject: field,
    values: { value, most: MAX_FRACTION },
    next: `Give the share of classes to set aside, such as 0.2, or 0 for none.`,
  })
}

/** Classes of the named groups. @throws UserError for a name that is no group */
function classesOfGroups(dataset: DatasetInfo, field: Part, names: readonly string[]): number[] {
  for (const name of names) {
    if (!dataset.groups.includes(name)) {
      const known = dataset.groups.length === 0 ? 'It has no groups.' : `Its groups are ${dataset.groups.join(', ')}.`
      throw new UserError('split-group', `The data set has no group named ${name}. ${known}`, {
        subject: `groups.${field}`,
        variant: 'unknown',
        values: { name },
        next: 'Use the names of the upper folders.',
      })
    }
  }
  return dataset.classes.flatMap(({ group }, i) => (group !== undefined && names.includes(group) ? [i] : []))
}

/**
 * Takes a share of the units off the front of `pool`, but no fewer than hold two classes.
 * @param pool shuffled units, each a list of classes; what is taken is removed
 */
function draw(pool: number[][], fraction: number, totalUnits: number): number[] {
  if (fraction === 0) return []
  const wanted = Math.max(1, Math.round(fraction * totalUnits))
  const taken: number[] = []
  for (let units = 0; pool.length > 0 && (units < wanted || taken.length < LEAST_CLASSES); units++) {
    taken.push(...(pool.shift() ?? []))
  }
  return taken
}

/** Single classes, or whole groups, that may be drawn for validation and test. */
function makePool(dataset: DatasetInfo, by: 'class' | 'group', taken: ReadonlySet<number>): number[][] {
  const free = dataset.classes.flatMap((_, i) => (taken.has(i) ? [] : [i]))
  // A class of one picture gives no trial: set aside alone it would be wasted, in training it is at least a negative.
  if (by === 'class') return free.filter((i) => (dataset.classes[i]?.pictures.length ?? 0) > 1).map((i) => [i])
  const groups = new Map<string, number[]>()
  for (const i of free) {
    const name = dataset.classes[i]?.group ?? ''
    const members = groups.get(name)
    if (members === undefined) groups.set(name, [i])
    else members.push(i)
  }
  return [...groups.values()]
}

/** What to do when a part came out too small. */
function adviceFor(dataset: DatasetInfo, by: 'class' | 'group', parts: number): string {
  if (by === 'group') return 'Split by class instead, set fewer groups aside, or set validation or test to 0.'
  const needed = parts * LEAST_CLASSES
  if (dataset.classes.length < needed) {
    return `Set validation or test to 0, or add classes: ${parts} parts need ${needed} classes.`
  }
  return 'Set fewer classes aside; classes with a single picture are never set aside.'
}

/** @throws UserError that says what is possible */
function checkSizes(dataset: DatasetInfo, options: SplitOptions, split: ClassSplit): void {
  const asked = (part: Part) => (options[part] ?? 0) > 0 || options.groups?.[part] !== undefined
  const parts = SPLIT_PARTS.filter((part) => part === 'train' || asked(part))
  const small = parts.find((part) => split[part].length < LEAST_CLASSES)
  if (small === undefined) return
  const counts = `${split[small].length} of ${dataset.classes.length} classes`
  throw new UserError('split-too-small', `This split leaves ${counts} for ${small}; ${LEAST_CLASSES} are the least.`, {
    subject: small,
    variant: split.by === 'group' ? `group-${small}` : small,
    values: {
      has: split[small].length,
      classes: dataset.classes.length,
      least: LEAST_CLASSES,
      needed: parts.length * LEAST_CLASSES,
    },
    next: adviceFor(dataset, split.by, parts.length),
  })
}

const ascending = (classes: Iterable<number>) => [...classes].sort((a, b) => a - b)

/**
 * Divides the classes into training, validation and test, no class in two of them. The same data set, options and seed
 * give the same split on every computer; which classes are tested does not depend on the validation share.
 * @throws UserError for a share outside 0..0.9, an unknown group, or a part that would have fewer than two classes
 */
export function splitClasses(dataset: DatasetInfo, options: SplitOptions): ClassSplit {
  const { seed, validation = 0, test = 0, by = 'class', groups = {} } = options
  checkFraction('validation', validation)
  checkFraction('test', test)
  if (by === 'group' && dataset.groups.length === 0) {
    throw new UserError('split-group', 'The data set has no groups to split by.', {
      subject: 'by',
      variant: 'none',
      next: "Split by class, or put the class folders in folders of groups ('group/class/picture').",
    })
  }
  const namedTest = new Set(classesOfGroups(dataset, 'test', groups.test ?? []))
  const namedValidation = new Set(classesOfGroups(dataset, 'validation', groups.validation ?? []))
  for (const i of namedTest) {
    if (namedValidation.has(i)) {
      const name = dataset.classes[i]?.group ?? ''
      throw new UserError('split-group', `The group ${name} is named for both validation and test.`, {
        subject: 'groups',
        variant: 'both',
        values: { name },
        next: 'Name it for one of them.',
      })
    }
  }
  const pool = makePool(dataset, by, new Set([...namedTest, ...namedValidation]))
  new Rng(seed, 'split').shuffle(pool)
  const units = by === 'group' ? dataset.groups.length : dataset.classes.length
  const testClasses = groups.test === undefined ? draw(pool, test, units) : namedTest
  const validationClasses = groups.validation === undefined ? draw(pool, validation, units) : namedValidation
  const away = new Set([...testClasses, ...validationClasses])
  const split: ClassSplit = {
    seed,
    by,
    train: dataset.classes.flatMap((_, i) => (away.has(i) ? [] : [i])),
    validation: ascending(validationClasses),
    test: ascending(testClasses),
  }
  checkSizes(dataset, options, split)
  return split
}
