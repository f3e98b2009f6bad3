/** What is wrong with a wish for trials, said so that a person can act on it. */
import { UserError } from '../../../shared/errors.ts'
import type { ClassPart } from '../../../shared/split.ts'
import { contentsOf, poolsOf } from './pool.ts'
import type { ProtocolOptions } from './protocol-options.ts'

/** Names listed before "and N more". */
const NAMES_SHOWN = 3

/** @throws UserError for numbers out of range, unknown classes, or rules the data set knows nothing about */
export function checkRules(options: ProtocolOptions): void {
  const { dataset, classes, withinGroup, acrossDrawer } = options
  for (const [field, low] of [
    ['way', 2],
    ['shot', 1],
    ['trials', 1],
  ] as const) {
    const value = options[field]
    if (Number.isInteger(value) && value >= low) continue
    throw new UserError(`protocol/${field}`, `${field} must be a whole number of at least ${low}, got ${value}.`, {
      subject: field,
      variant: 'number',
      values: { low, value },
    })
  }
  for (const index of classes) {
    if (dataset.classes[index] === undefined) throw new RangeError(`the data set has no class ${index}`)
  }
  if (new Set(classes).size !== classes.length) throw new RangeError('a class is listed twice')
  if (withinGroup && dataset.groups.length === 0) {
    throw new UserError('protocol/no-groups', 'These classes are not in groups, so no trial can stay within one.', {
      subject: 'within-group',
      next: 'Choose trials that need no groups, or put the class folders into group folders.',
    })
  }
  const hasDrawer = classes.some((c) =>
    dataset.classes[c]!.pictures.some((p) => dataset.pictures[p]!.drawer !== undefined),
  )
  if (acrossDrawer && classes.length > 0 && !hasDrawer) {
    throw new UserError('protocol/no-drawers', 'Nothing in this data set tells who drew or took a picture.', {
      subject: 'across-drawer',
      next: 'Choose trials that need no drawers, or scan the folder with a drawer pattern.',
    })
  }
}

/** Why trials cannot be made: a clause, and what it names for those who say it in another language. */
export interface Lack {
  readonly kind: 'classes' | `${ClassPart}-classes` | 'group' | 'pictures' | 'drawers' | 'shared' | 'other'
  readonly text: string
  /** How many there are. */
  readonly has?: number
  readonly group?: string
  /** Which classes lack what: `fern: 1, moss: 0`. */
  readonly names?: string
  /** The two drawers who share most classes. */
  readonly drawers?: string
}

type Wish = Pick<ProtocolOptions, 'way' | 'shot' | 'classes' | 'turned'>

/** The error for a protocol no pool of classes can make. @param largest way that is possible, 0 for none */
export function explainTooLarge(options: ProtocolOptions, largest: number): UserError {
  const lack = shortOfClasses(options) ?? shortOfPictures(options) ?? shortOfDrawers(options)
  const classes = count(options.classes.length, 'class', 'classes')
  return tooLarge(options, largest, lack ?? { kind: 'other', text: `these ${classes} cannot fill a trial` })
}

/** The error that says what lacks and the largest way that is possible. @param largest 0 for none */
export function tooLarge({ way, shot, classes }: Wish, largest: number, lack: Lack): UserError {
  const { kind, text, has = 0, group = '', names = '', drawers = '' } = lack
  const end = largest > 0 ? 'possible' : shot > 1 ? 'shots' : 'none'
  const next = {
    possible: `The largest possible way is ${largest}.`,
    shots: 'Not even two classes can meet: take fewer shots, or add pictures.',
    none: 'Not even two classes can meet: add classes or pictures.',
  }[end]
  return new UserError('protocol/way', `No ${way}-way ${shot}-shot trial can be made: ${text}.`, {
    subject: largest > 0 || classes.length < way ? 'way' : 'classes',
    variant: `${kind}-${end}`,
    values: { way, shot, largest, has, group, names, drawers, needs: shot + 1 },
    next,
  })
}

/** Too few classes, or too few in every group. */
export function shortOfClasses({
  dataset,
  classes,
  part,
  way,
  withinGroup,
  turned,
}: Omit<ProtocolOptions, 'trials' | 'seed'>): Lack | undefined {
  const { length: has } = classes
  if (has < way) {
    const of = part === undefined ? '' : `${part} `
    const there = `there ${has === 1 ? 'is' : 'are'} only ${count(has, `${of}class`, `${of}classes`)}`
    return {
      kind: part === undefined ? 'classes' : `${part}-classes`,
      text: turned ? `${there}, with the turned ones` : there,
      has,
    }
  }
  if (!withinGroup) return undefined
  const pools = poolsOf(dataset, classes, true).sort((a, b) => b.classes.length - a.classes.length)
  const [biggest] = pools
  if (!biggest || biggest.classes.length >= way) return undefined
  const { group = '(none)' } = biggest
  const own = biggest.classes.length
  const text = `the largest group, ${group}, has only ${count(own, 'class', 'classes')}`
  return { kind: 'group', text, has: own, group }
}

function shortOfPictures({ dataset, classes, shot, turned }: ProtocolOptions): Lack | undefined {
  // A turned class has as many pictures as the class itself.
  const short = (turned ? classes.slice(0, classes.length / 4) : classes)
    .map((index) => ({ name: dataset.classes[index]!.name, has: contentsOf(dataset, index) }))
    .filter(({ has }) => has < shot + 1)
    .sort((a, b) => a.has - b.has)
  if (short.length === 0) return undefined
  const needs = `${count(shot, 'support', 'supports')} and a query need ${shot + 1} different pictures`
  return {
    kind: 'pictures',
    text: `${needs}, and ${list(short.map(({ name, has }) => `${name} has ${has}`))}`,
    names: brief(short.map(({ name, has }) => `${name}: ${has}`)),
  }
}

/** Classes that not two drawers drew. */
export function shortOfDrawers({
  dataset,
  classes,
  acrossDrawer,
}: Pick<ProtocolOptions, 'dataset' | 'classes' | 'acrossDrawer'>): Lack | undefined {
  if (!acrossDrawer) return undefined
  const drawersOf = (index: number) => {
    const drawers = dataset.classes[index]!.pictures.map((picture) => dataset.pictures[picture]!.drawer)
    return new Set(drawers.filter((drawer) => drawer !== undefined)).size
  }
  const short = classes
    .map((index) => ({ name: dataset.classes[index]!.name, has: drawersOf(index) }))
    .filter(({ has }) => has < 2)
  if (short.length === 0) return { kind: 'shared', text: 'too few classes share a drawer' }
  return {
    kind: 'drawers',
    text: `a trial needs two drawers, and ${list(short.map(({ name, has }) => `${name} has ${has}`))}`,
    names: brief(short.map(({ name, has }) => `${name}: ${has}`)),
  }
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}

/** The first few, and how many more, as part of an English sentence. */
export function list(items: readonly string[]): string {
  const more = items.length - NAMES_SHOWN
  return more > 0 ? `${items.slice(0, NAMES_SHOWN).join(', ')} and ${more} more` : items.join(', ')
}

/** The first few, and how many more, in no language. */
export function brief(items: readonly string[]): string {
  const more = items.length - NAMES_SHOWN
  return more > 0 ? `${items.slice(0, NAMES_SHOWN).join(', ')}, … (+${more})` : items.join(', ')
}
