/** Draws the trials of one pool of classes. */
import type { DatasetInfo } from '../../shared/dataset.ts'
import type { Trial } from '../../shared/evaluation.ts'
import type { Rng } from '../../shared/random.ts'
import { classesByDrawer, contentsOf, Deck, usablePictures } from './pool.ts'
import type { DrawerRule, Pool } from './pool.ts'

export interface TrialRules {
  readonly way: number
  readonly shot: number
  readonly acrossDrawer: boolean
}

/** Random sets of drawers tried when one drawer alone does not have all the supports of a trial. */
const DRAWER_SETS_TRIED = 12

/**
 * Across drawers the supports of a trial come from one drawer if the pool allows it (two drawers in a trial, as in Koch
 * et al. 2015); else from as many as there are shots, the same for every way; else from anyone but the query's drawer.
 */
export class TrialMaker {
  private readonly deck: Deck
  private readonly byDrawer: ReadonlyMap<string, number>
  private readonly dataset: DatasetInfo
  private readonly pool: Pool
  private readonly rules: TrialRules
  private readonly rng: Rng

  constructor(dataset: DatasetInfo, pool: Pool, rules: TrialRules, rng: Rng) {
    this.dataset = dataset
    this.pool = pool
    this.rules = rules
    this.rng = rng
    // With fewer suppliers than ways no trial can be made, and the long search for one is spared.
    const suppliers = pool.classes.filter((index) => contentsOf(dataset, index) >= rules.shot)
    this.deck = new Deck(suppliers.length < rules.way ? [] : suppliers, rng)
    this.byDrawer = rules.acrossDrawer ? classesByDrawer(dataset, pool, rules.shot) : new Map()
  }

  /** The next trial, or undefined when the pool cannot make one. */
  next(): Trial | undefined {
    while (!this.deck.isEmpty) {
      const truth = this.deck.deal()
      const trial = this.trialOf(truth)
      if (trial) return trial
      this.deck.remove(truth)
    }
    return undefined
  }

  private trialOf(truth: number): Trial | undefined {
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
    const others = this.othersThan(query).filter((drawer) => (this.byDrawer.get(drawer) ?? 0) >= this.rules.way)
    return this.rng.shuffle(others).map((chosen) => (drawer) => drawer === chosen)
  }

  private fewDrawers = (query: number): DrawerRule[] => {
    const { shot } = this.rules
    const others = this.othersThan(query)
    if (shot === 1 || others.length < shot) return []
    return Array.from({ length: DRAWER_SETS_TRIED }, () => {
      const chosen = new Set(this.rng.sample(others, shot))
      return (drawer) => chosen.has(drawer)
    })
  }

  private otherDrawers = (query: number): DrawerRule[] => {
    const own = this.dataset.pictures[query]!.drawer
    return own === undefined ? [] : [(drawer) => drawer !== own]
  }

  /** Everyone but the drawer of the query, nobody when that is unknown. */
  private othersThan(query: number): string[] {
    const own = this.dataset.pictures[query]!.drawer
    return own === undefined ? [] : [...this.drawers].filter((drawer) => drawer !== own)
  }

  private get drawers(): string[] {
    return (this.drawersFound ??= [...classesByDrawer(this.dataset, this.pool, 1).keys()])
  }

  private drawersFound: string[] | undefined

  /** Fills the ways around a query, or gives up when too few classes have what the rule asks for. */
  private complete(truth: number, query: number, rule: DrawerRule | undefined): Trial | undefined {
    const own = this.supportsOf(truth, query, rule)
    if (!own) return undefined
    const ways = [{ supports: own, isTruth: true }]
    const others = [...this.pool.classes]
    for (let last = others.length; last > 0 && ways.length < this.rules.way; last--) {
      const at = this.rng.int(last)
      const index = others[at]!
      others[at] = others[last - 1]!
      const supports = index === truth ? undefined : this.supportsOf(index, query, rule)
      if (supports) ways.push({ supports, isTruth: false })
    }
    if (ways.length < this.rules.way) return undefined
    this.rng.shuffle(ways)
    return { query, supports: ways.map(({ supports }) => supports), truth: ways.findIndex(({ isTruth }) => isTruth) }
  }

  private supportsOf(index: number, query: number, rule: DrawerRule | undefined): number[] | undefined {
    const usable = usablePictures(this.dataset, index, rule, this.dataset.pictures[query]!.hash)
    return usable.length < this.rules.shot ? undefined : this.rng.sample(usable, this.rules.shot)
  }
}
