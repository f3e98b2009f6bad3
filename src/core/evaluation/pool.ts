/** Classes that may meet in one trial, indexed by content and by drawer. */
import type { DatasetInfo } from '../../shared/dataset.ts'
import type { Rng } from '../../shared/random.ts'

/** Who may have drawn the supports of a trial. */
export type DrawerRule = (drawer: string) => boolean

/** The classes of one group, or all of them where groups do not matter. */
export interface Pool {
  /** Name of the group; undefined for all classes. */
  readonly group: string | undefined
  readonly classes: readonly number[]
}

/** One pool for each group, or one for all. Classes outside every group make a pool of their own. */
export function poolsOf(dataset: DatasetInfo, classes: readonly number[], withinGroup: boolean): Pool[] {
  if (!withinGroup) return [{ group: undefined, classes }]
  const byGroup = new Map<string | undefined, number[]>()
  for (const index of classes) {
    const group = dataset.classes[index]!.group
    const members = byGroup.get(group)
    if (members) members.push(index)
    else byGroup.set(group, [index])
  }
  return [...byGroup].map(([group, members]) => ({ group, classes: members }))
}

/** Pictures of a class that differ in content from each other and from `except`, drawn by someone the rule allows. */
export function usablePictures(
  dataset: DatasetInfo,
  index: number,
  rule?: DrawerRule,
  except?: string,
): readonly number[] {
  const { distinct, hashes, isPlain } = contentOf(dataset, index)
  const isExcept = except !== undefined && hashes.has(except)
  if (!rule) return isExcept ? distinct.filter((picture) => dataset.pictures[picture]!.hash !== except) : distinct
  if (!isPlain) return chosenPictures(dataset, index, rule, except)
  return distinct.filter((picture) => {
    const { drawer, hash } = dataset.pictures[picture]!
    return drawer !== undefined && rule(drawer) && !(isExcept && hash === except)
  })
}

interface ClassContent {
  /** The first picture of every content. */
  readonly distinct: readonly number[]
  readonly hashes: ReadonlySet<string>
  /** Whether no content is there twice. */
  readonly isPlain: boolean
}

/** By class; a draw of a thousand trials asks for the same classes tens of thousands of times. */
const contents = new WeakMap<DatasetInfo, ClassContent[]>()

function contentOf(dataset: DatasetInfo, index: number): ClassContent {
  const known = contents.get(dataset) ?? []
  contents.set(dataset, known)
  return (known[index] ??= makeContent(dataset, index))
}

function makeContent(dataset: DatasetInfo, index: number): ClassContent {
  const hashes = new Set<string>()
  const { pictures } = dataset.classes[index]!
  const distinct = pictures.filter((picture) => {
    const { hash } = dataset.pictures[picture]!
    const isNew = !hashes.has(hash)
    hashes.add(hash)
    return isNew
  })
  return { distinct, hashes, isPlain: distinct.length === pictures.length }
}

/** Where copies may be by several hands: the first one that the rule allows stands for its content. */
function chosenPictures(dataset: DatasetInfo, index: number, rule: DrawerRule, except?: string): number[] {
  const seen = new Set<string>()
  if (except !== undefined) seen.add(except)
  const usable: number[] = []
  for (const picture of dataset.classes[index]!.pictures) {
    const { hash, drawer } = dataset.pictures[picture]!
    if (drawer === undefined || !rule(drawer)) continue
    if (seen.has(hash)) continue
    seen.add(hash)
    usable.push(picture)
  }
  return usable
}

/** Different contents in a class. */
export function contentsOf(dataset: DatasetInfo, index: number): number {
  return usablePictures(dataset, index).length
}

/** For each drawer, how many classes of the pool have at least `shot` of their pictures. */
export function classesByDrawer(dataset: DatasetInfo, pool: Pool, shot: number): Map<string, number> {
  const counts = new Map<string, number>()
  for (const index of pool.classes) {
    const own = new Map<string, Set<string>>()
    for (const picture of dataset.classes[index]!.pictures) {
      const { drawer, hash } = dataset.pictures[picture]!
      if (drawer === undefined) continue
      const hashes = own.get(drawer)
      if (hashes) hashes.add(hash)
      else own.set(drawer, new Set([hash]))
    }
    for (const [drawer, hashes] of own) if (hashes.size >= shot) counts.set(drawer, (counts.get(drawer) ?? 0) + 1)
  }
  return counts
}

/** Deals every item once in random order, then shuffles again: queries spread evenly over classes. */
export class Deck {
  private items: number[]
  private left: number[] = []
  private readonly rng: Rng

  constructor(items: readonly number[], rng: Rng) {
    this.items = [...items]
    this.rng = rng
  }

  get isEmpty(): boolean {
    return this.items.length === 0
  }

  /** @throws RangeError when nothing is left to deal */
  deal(): number {
    if (this.left.length === 0) this.left = this.rng.shuffle([...this.items])
    const item = this.left.pop()
    if (item === undefined) throw new RangeError('the deck is empty')
    return item
  }

  /** Takes an item out for good. */
  remove(item: number): void {
    this.items = this.items.filter((other) => other !== item)
    this.left = this.left.filter((other) => other !== item)
  }
}
