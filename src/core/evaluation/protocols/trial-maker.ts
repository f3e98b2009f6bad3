/** Draws the trials of one pool of classes. */
import type { DatasetInfo } from '../../../shared/dataset.ts'
import type { Rng } from '../../../shared/random.ts'
import { PictureIndex } from './picture-index.ts'
import type { DrawerRule } from './picture-index.ts'
import { classesByDrawer, contentsOf, Deck } from './pool.ts'
import type { Pool } from './pool.ts'

export interface TrialRules {
  readonly way: number
  readonly shot: number
  readonly acrossDrawer: boolean
}

/** A trial without the lists in lists, since a curve stands on half a million supports. */
export interface DrawnTrial {
  readonly query: number
  /** Picture indices [way, shot]. */
  readonly supports: Int32Array
  readonly truth: number
}

/** Random sets of drawers tried when one drawer alone does not have all the supports of a trial. */
const DRAWER_SETS_TRIED = 12

/**
 * Across drawers the supports of a trial come from one drawer if the pool allows it (two drawers in a trial, as in Koch
 * et al. 2015); else from as many as there are shots, the same for every way; else from anyone but the query's drawer.
 */
export class TrialMaker {
  private readonly deck: Deck
  /** Drawers who have enough of enough classes for a whole trial. */
  private readonly able: readonly number[]
  private readonly pictures: PictureIndex
  /** Supports [way, shot] in the order they are found. */
  private readonly found: Int32Array
  private readonly usable: Int32Array
  private readonly classes: Int32Array
  /** The classes in the order they are tried in. */
  private readonly others: Int32Array
  private readonly dataset: DatasetInfo
  private readonly pool: Pool
  private readonly rules: TrialRules
  private readonly rng: Rng

  constructor(dataset: DatasetInfo, pool: Pool, rules: TrialRules, rng: Rng) {
    this.dataset = dataset
    this.pool = pool
    this.rules = rules
    this.rng = rng
    this.pictures = PictureIndex.of(dataset)
    this.found = new Int32Array(rules.way * rules.shot)
    this.usable = new Int32Array(this.pictures.largestClass)
    this.classes = Int32Array.from(pool.classes)
    this.others = new Int32Array(pool.classes.length)
    // With fewer suppliers than ways no trial can be made, and the long search for one is spared.
    const suppliers = pool.classes.filter((index) => contentsOf(dataset, index) >= rules.shot)
    this.deck = new Deck(suppliers.length < rules.way ? [] : suppliers, rng)
    const byDrawer = rules.acrossDrawer ? classesByDrawer(dataset, pool, rules.shot) : new Map<number, number>()
    this.able = [...byDrawer].filter(([, classes]) => classes >= rules.way).map(([drawer]) => drawer)
  }

  /** The next trial, or undefined when the pool cannot make one. */
  next(): DrawnTrial | undefined {
    while (!this.deck.isEmpty) {
      const truth = this.deck.deal()
      const trial = this.trialOf(truth)
      if (trial) return trial
      this.deck.remove(truth)
    }
    return undefined
  }

  private trialOf(truth: number): DrawnTrial | undefined {
    const queries = this.rng.shuffle([...this.dataset.classes[truth]!.pictures])
    const levels = this.rules.acrossDrawer ? [this.oneDrawer, this.fewDrawers, this.otherDrawers] : [this.anyDrawer]
    for (const rulesFor of levels) {
      for (const query of queries) {
        for (const rule of rulesFor(query)) {
          const trial = this.complete(truth, query, rule)
          if (trial) return trial
        }
      }
    }
    return undefined
  }

  private anyDrawer = (): (DrawerRule | undefined)[] => [undefined]

  private oneDrawer = (query: number): DrawerRule[] => {
    if (this.able.length === 0) return []
    const others = this.othersThan(query).filter((drawer) => this.able.includes(drawer))
    return this.rng.shuffle(others).map((chosen) => this.pictures.allow([chosen]))
  }

  private fewDrawers = (query: number): DrawerRule[] => {
    const { shot } = this.rules
    const others = this.othersThan(query)
    if (shot === 1 || others.length < shot) return []
    return Array.from({ length: DRAWER_SETS_TRIED }, () => this.pictures.allow(this.rng.sample(others, shot)))
  }

  private otherDrawers = (query: number): DrawerRule[] => {
    const own = this.pictures.drawer[query]!
    return own < 0 ? [] : [this.pictures.allowOthers(own)]
  }

  /** Everyone but the drawer of the query, nobody when that is unknown. */
  private othersThan(query: number): number[] {
    const own = this.pictures.drawer[query]!
    return own < 0 ? [] : this.drawers.filter((drawer) => drawer !== own)
  }

  private get drawers(): number[] {
    return (this.drawersFound ??= [...classesByDrawer(this.dataset, this.pool, 1).keys()])
  }

  private drawersFound: number[] | undefined

  /** Fills the ways around a query, or gives up when too few classes have what the rule asks for. */
  private complete(truth: number, query: number, rule: DrawerRule | undefined): DrawnTrial | undefined {
    const { way, shot } = this.rules
    if (!this.findSupports(truth, query, rule, 0)) return undefined
    let ways = 1
    const { others } = this
    others.set(this.classes)
    for (let last = others.length; last > 0 && ways < way; last--) {
      const at = this.rng.int(last)
      const index = others[at]!
      others[at] = others[last - 1]!
      if (index !== truth && this.findSupports(index, query, rule, ways)) ways++
    }
    if (ways < way) return undefined
    const order = this.rng.shuffle(Array.from({ length: way }, (_, found) => found))
    const supports = new Int32Array(way * shot)
    for (const [place, found] of order.entries()) {
      for (let i = 0; i < shot; i++) supports[place * shot + i] = this.found[found * shot + i]!
    }
    return { query, supports, truth: order.indexOf(0) }
  }

  /** Draws supports of a class, as `Rng.sample` would from a list, into their place. False where there are too few. */
  private findSupports(index: number, query: number, rule: DrawerRule | undefined, place: number): boolean {
    const { usable, found, rng } = this
    const { shot } = this.rules
    const count = this.pictures.usable(index, usable, this.pictures.content[query]!, rule)
    if (count < shot) return false
    for (let i = 0; i < shot; i++) {
      const at = i + rng.int(count - i)
      found[place * shot + i] = usable[at]!
      usable[at] = usable[i]!
    }
    return true
  }
}
