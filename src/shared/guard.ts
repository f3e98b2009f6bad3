/** What the guard looks for in data, trainings and evaluations, on both sides of a border. */
import type { SplitPart } from './split.ts'

/** Pictures that look the same though their files differ, ascending. Each is close to some other, not to all. */
export interface LookAlikeSet {
  readonly pictures: readonly number[]
  /** True when they stand in more than one class. */
  readonly acrossClasses: boolean
}

/** A folder name that stands in more than one group, in different parts of the split. */
export interface TornName {
  readonly name: string
  /** Class indices, ascending. */
  readonly classes: readonly number[]
  readonly parts: readonly SplitPart[]
}

/** Names that only count, such as `character01`: equal ones in two groups say nothing. */
const COUNTED = /^[\p{L}_ -]{0,12}?[\s_-]*\d+$/u

const plain = (name: string) => (name.split('/').at(-1) ?? name).normalize('NFC').trim().toLowerCase()

/**
 * The same thing trained on and tested, as far as names tell: a split by class cannot see that `summer/oak` and
 * `winter/oak` are one tree. Names of a word and a number are taken for numbering and not compared.
 * @param parts of each class; undefined for one that is in none
 */
export function tornNames(
  classes: readonly { readonly name: string }[],
  parts: readonly (SplitPart | undefined)[],
): TornName[] {
  const byName = new Map<string, number[]>()
  classes.forEach(({ name }, index) => {
    const key = plain(name)
    if (parts[index] === undefined || COUNTED.test(key)) return
    const same = byName.get(key)
    if (same) same.push(index)
    else byName.set(key, [index])
  })
  return [...byName.values()].flatMap((same): TornName[] => {
    const found = [...new Set(same.map((index) => parts[index] as SplitPart))]
    const name = classes[same[0] as number]?.name.split('/').at(-1) ?? ''
    return found.length > 1 ? [{ name, classes: same, parts: found }] : []
  })
}
