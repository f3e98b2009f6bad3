/** Classes that may meet in one trial, indexed by content and by drawer. */
import type { DatasetInfo } from '../../../shared/dataset.ts'
import type { Rng } from '../../../shared/random.ts'
import { PictureIndex } from './picture-index.ts'
import type { DrawerRule } from './picture-index.ts'

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

/** As `PictureIndex.usable`, as a list. @param except number of a content */
export function usablePictures(dataset: DatasetInfo, index: number, rule?: DrawerRule, except?: number): number[] {
  const pictures = PictureIndex.of(dataset)
  const into = new Int32Array(dataset.classes[index]!.pictures.length)
  return [...into.subarray(0, pictures.usable(index, into, except, rule))]
}

/** Different contents in a class. */
export function contentsOf(dataset: DatasetInfo, index: number): number {
  return usablePictures(dataset, index).length
}

/** For each drawer by number, how many classes of the pool have at least `shot` different pictures of theirs. */
export function classesByDrawer(dataset: DatasetInfo, pool: Pool, shot: number): Map<number, number> {
  const { content, drawer: drawers } = PictureIndex.of(dataset)
  const counts = new Map<number, number>()
  for (const index of pool.classes) {
    const own = new Map<number, Set<number>>()
    for (const picture of dataset.classes[index]!.pictures) {
      const drawer = drawers[picture]!
      if (drawer < 0) continue
      const contents = own.get(drawer)
      if (contents) contents.add(content[picture]!)
      else own.set(drawer, new Set([content[picture]!]))
    }
    for (const [drawer, contents] of own) if (contents.size >= shot) counts.set(drawer, (counts.get(drawer) ?? 0) + 1)
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
