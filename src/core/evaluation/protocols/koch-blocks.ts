import type { DatasetInfo } from '../../../shared/dataset.ts'
import type { Rng } from '../../../shared/random.ts'
import type { Pool } from './pool.ts'

/** Pictures of the same classes by two drawers: `queries[i]` and `supports[i]` are of one class. */
export interface Block {
  readonly queries: readonly number[]
  readonly supports: readonly number[]
}

/** Drawers compared when only the largest possible way is wanted. */
const DRAWERS_COMPARED = 40

/** Two drawers: whose pictures are asked about, and whose are shown. */
export type Pair = readonly [asked: string, shown: string]

/** Deals blocks of one group, each with another ordered pair of drawers while they last. */
export class BlockDealer {
  /** Pictures by drawer, then class. */
  private readonly byDrawer = new Map<string, Map<number, number[]>>()
  private readonly usable: Block[] = []
  private readonly untried: Pair[]
  private dealt = 0
  private readonly dataset: DatasetInfo
  private readonly classes: readonly number[]
  private readonly way: number
  private readonly rng: Rng

  constructor(dataset: DatasetInfo, pool: Pool, way: number, rng: Rng) {
    this.dataset = dataset
    this.classes = pool.classes
    this.way = way
    this.rng = rng
    for (const index of pool.classes) {
      for (const picture of dataset.classes[index]!.pictures) {
        const { drawer } = dataset.pictures[picture]!
        if (drawer === undefined) continue
        let own = this.byDrawer.get(drawer)
        if (!own) this.byDrawer.set(drawer, (own = new Map<number, number[]>()))
        const pictures = own.get(index)
        if (pictures) pictures.push(picture)
        else own.set(index, [picture])
      }
    }
    this.untried = rng.shuffle(this.pairs(way))
  }

  /** Whether `deal` can give anything. */
  get hasBlock(): boolean {
    return this.usable.length > 0 || this.find() !== undefined
  }

  /** `way` classes, in random order, by a pair of drawers. @throws RangeError when there is none */
  deal(): Block {
    const block = this.usable[this.dealt] ?? this.find() ?? this.usable[this.dealt % this.usable.length]
    if (!block) throw new RangeError('no two drawers share enough classes')
    this.dealt++
    const chosen = this.rng.sample([...block.queries.keys()], this.way)
    return { queries: chosen.map((i) => block.queries[i]!), supports: chosen.map((i) => block.supports[i]!) }
  }

  /** Two drawers who share most classes, and how many those are; undefined where there is but one drawer. */
  best(): { readonly drawers: Pair; readonly classes: number } | undefined {
    return this.pairs(1, DRAWERS_COMPARED)
      .map((drawers) => ({ drawers, classes: this.blockOf(drawers).queries.length }))
      .reduce<ReturnType<BlockDealer['best']>>(
        (best, one) => (best && best.classes >= one.classes ? best : one),
        undefined,
      )
  }

  /** Classes that cannot stand in a block of these two, and whose picture lacks: nobody's where both drew the same one. */
  lacking(drawers: Pair): { readonly index: number; readonly drawers: readonly string[] }[] {
    const used = new Set(this.blockOf(drawers).queries.map((picture) => this.dataset.pictures[picture]!.classIndex))
    return this.classes
      .filter((index) => !used.has(index))
      .map((index) => ({ index, drawers: drawers.filter((drawer) => !this.byDrawer.get(drawer)?.has(index)) }))
  }

  /** Ordered pairs of drawers who each have at least `classes` classes. */
  private pairs(classes: number, most = Infinity): Pair[] {
    const able = [...this.byDrawer].filter(([, own]) => own.size >= classes).sort((a, b) => b[1].size - a[1].size)
    const drawers = able.slice(0, most).map(([drawer]) => drawer)
    return drawers.flatMap((one) => drawers.filter((other) => other !== one).map((other) => [one, other] as const))
  }

  private find(): Block | undefined {
    for (let pair = this.untried.pop(); pair; pair = this.untried.pop()) {
      const block = this.blockOf(pair)
      if (block.queries.length < this.way) continue
      this.usable.push(block)
      return block
    }
    return undefined
  }

  /** Every class both have, without any content twice: then no query meets its own bytes. */
  private blockOf([asked, shown]: Pair): Block {
    const queries: number[] = []
    const supports: number[] = []
    const seen = new Set<string>()
    const take = (pictures: readonly number[] | undefined, except?: string) =>
      pictures?.find((picture) => !seen.has(this.hashOf(picture)) && this.hashOf(picture) !== except)
    for (const [index, pictures] of this.byDrawer.get(asked)!) {
      const query = take(pictures)
      if (query === undefined) continue
      const support = take(this.byDrawer.get(shown)!.get(index), this.hashOf(query))
      if (support === undefined) continue
      for (const picture of [query, support]) seen.add(this.hashOf(picture))
      queries.push(query)
      supports.push(support)
    }
    return { queries, supports }
  }

  private hashOf(picture: number): string {
    return this.dataset.pictures[picture]!.hash
  }
}
