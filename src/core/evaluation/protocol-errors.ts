/** What is wrong with a wish for trials, said so that a person can act on it. */
import { UserError } from '../../shared/errors.ts'
import { contentsOf, poolsOf } from './pool.ts'
import type { ProtocolOptions } from './protocol.ts'

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
      next: 'Leave out the wish for one group, or put the class folders into group folders.',
    })
  }
  const hasDrawer = classes.some((c) =>
    dataset.classes[c]!.pictures.some((p) => dataset.pictures[p]!.drawer !== undefined),
  )
  if (acrossDrawer && classes.length > 0 && !hasDrawer) {
    throw new UserError('protocol/no-drawers', 'Nothing in this data set tells who drew or took a picture.', {
      subject: 'across-drawer',
      next: 'Leave out the wish for different drawers, or scan the folder with a drawer pattern.',
    })
  }
}

/** The error for a protocol no pool of classes can make. @param largest way that is possible, 0 for none */
export function explainTooLarge(options: ProtocolOptions, largest: number): UserError {
  const { way, shot, classes } = options
  const reasons = [shortOfClasses(options), shortOfPictures(options), shortOfDrawers(options)]
  const reason = reasons.find((sentence) => sentence !== undefined)
  const next =
    largest > 0
      ? `The largest possible way is ${largest}.`
      : shot > 1
        ? 'Not even two classes can meet: take fewer shots, or add pictures.'
        : 'Not even two classes can meet: add classes or pictures.'
  const subject = largest > 0 || classes.length < way ? 'way' : 'classes'
  const message = reason ?? `these ${count(classes.length, 'class', 'classes')} cannot fill a trial`
  return new UserError('protocol/way', `No ${way}-way ${shot}-shot trial can be made: ${message}.`, {
    subject,
    variant: largest > 0 ? 'too-large' : shot > 1 ? 'no-shots' : 'none',
    values: { way, shot, largest },
    next,
  })
}

function shortOfClasses({ dataset, classes, way, withinGroup }: ProtocolOptions): string | undefined {
  if (classes.length < way)
    return `there ${classes.length === 1 ? 'is' : 'are'} only ${count(classes.length, 'class', 'classes')}`
  if (!withinGroup) return undefined
  const pools = poolsOf(dataset, classes, true).sort((a, b) => b.classes.length - a.classes.length)
  const [biggest] = pools
  if (!biggest || biggest.classes.length >= way) return undefined
  return `the largest group, ${biggest.group ?? '(none)'}, has only ${count(biggest.classes.length, 'class', 'classes')}`
}

function shortOfPictures({ dataset, classes, shot }: ProtocolOptions): string | undefined {
  const short = classes
    .map((index) => ({ name: dataset.classes[index]!.name, has: contentsOf(dataset, index) }))
    .filter(({ has }) => has < shot + 1)
    .sort((a, b) => a.has - b.has)
  if (short.length === 0) return undefined
  const needs = `${count(shot, 'support', 'supports')} and a query need ${shot + 1} different pictures`
  return `${needs}, and ${list(short.map(({ name, has }) => `${name} has ${has}`))}`
}

function shortOfDrawers({ dataset, classes, acrossDrawer }: ProtocolOptions): string | undefined {
  if (!acrossDrawer) return undefined
  const drawersOf = (index: number) => {
    const drawers = dataset.classes[index]!.pictures.map((picture) => dataset.pictures[picture]!.drawer)
    return new Set(drawers.filter((drawer) => drawer !== undefined)).size
  }
  const short = classes
    .map((index) => ({ name: dataset.classes[index]!.name, has: drawersOf(index) }))
    .filter(({ has }) => has < 2)
  if (short.length === 0) return 'too few classes share a drawer'
  return `a trial needs two drawers, and ${list(short.map(({ name, has }) => `${name} has ${has}`))}`
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}

function list(items: readonly string[]): string {
  const more = items.length - NAMES_SHOWN
  return more > 0 ? `${items.slice(0, NAMES_SHOWN).join(', ')} and ${more} more` : items.join(', ')
}
