/** The 20-way test of Koch, Zemel and Salakhutdinov 2015, for any data set that tells its drawers. */
import type { DatasetInfo } from '../../../shared/dataset.ts'
import type { UserError } from '../../../shared/errors.ts'
import type { Protocol, Trial } from '../../../shared/evaluation.ts'
import { Rng } from '../../../shared/random.ts'
import type { ClassPart } from '../../../shared/split.ts'
import { BlockDealer } from './koch-blocks.ts'
import { poolsOf } from './pool.ts'
import type { Pool } from './pool.ts'
import { hashTrials } from './protocol-hash.ts'
import type { ProtocolOptions } from './protocol-options.ts'
import { brief, checkRules, list, shortOfClasses, shortOfDrawers, tooLarge } from './protocol-errors.ts'
import type { Lack } from './protocol-errors.ts'

export interface KochOptions {
  readonly dataset: DatasetInfo
  /** Class indices that may be used. */
  readonly classes: readonly number[]
  /** Which part of a run's split they are, where they are one: said where they are too few. */
  readonly part?: ClassPart
  readonly seed: number
  /** @default 20 */
  readonly way?: number
  /** About how many trials; whole blocks, the same number for every group. @default 400 */
  readonly trials?: number
  /** @default 'koch' */
  readonly name?: string
}

/**
 * For each group (alphabet): pick 20 classes and two drawers; each of the one drawer's 20 pictures is a query against the
 * other drawer's 20. Blocks of new classes and drawers are repeated until there are about 400 trials: twice with Koch's
 * 10 alphabets, more often with fewer. Groups with too few classes are left out; without groups, all classes are one.
 *
 * @throws UserError `protocol/…` when no group has enough classes that two drawers share
 */
export function kochProtocol(options: KochOptions): Protocol {
  const { dataset, classes, part, seed, way = 20, trials: wanted = 400, name = 'koch' } = options
  const withinGroup = dataset.groups.length > 0
  const of = part === undefined ? { classes } : { classes, part }
  const rules = { dataset, ...of, way, shot: 1, trials: wanted, seed, withinGroup, acrossDrawer: true }
  checkRules(rules)
  const pools = poolsOf(dataset, classes, withinGroup)
  const dealers = pools.map((pool, index) => new BlockDealer(dataset, pool, way, new Rng(seed, 'koch', index)))
  const usable = dealers.filter((dealer) => dealer.hasBlock)
  if (usable.length === 0) throw explain(rules, pools, dealers)
  const repeats = Math.max(1, Math.round(wanted / way / usable.length))
  const trials: Trial[] = []
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const dealer of usable) {
      const { queries, supports } = dealer.deal()
      const ways = supports.map((support) => [support])
      for (const [truth, query] of queries.entries()) trials.push({ query, supports: ways, truth })
    }
  }
  const hash = hashTrials(trials, (picture) => dataset.pictures[picture]!.hash)
  return { name, hash, way, shot: 1, seed, withinGroup, acrossDrawer: true, trials }
}

/** What lacks: classes, or pictures of them by the two drawers who come nearest. */
function explain(rules: ProtocolOptions, pools: readonly Pool[], dealers: readonly BlockDealer[]): UserError {
  const found = dealers
    .map((dealer, at) => ({ dealer, group: pools[at]!.group, best: dealer.best() }))
    .sort((a, b) => (b.best?.classes ?? 0) - (a.best?.classes ?? 0))[0]
  const { classes: has = 0, drawers } = found?.best ?? {}
  const largest = has < 2 ? 0 : has
  const few = shortOfClasses(rules)
  if (few) return tooLarge(rules, largest, few)
  if (!found || !drawers) return tooLarge(rules, largest, shortOfDrawers(rules) ?? NOBODY)
  const lacking = found.dealer.lacking(drawers).map((each) => {
    return { name: rules.dataset.classes[each.index]!.name, drawers: each.drawers }
  })
  const says = lacking.map(({ name, drawers: [one, other] }) =>
    one === undefined
      ? `${name} has the same picture by both`
      : other === undefined
        ? `${name} has none by ${one}`
        : `${name} has none by either`,
  )
  const where = found.group === undefined ? '' : ` in ${found.group}`
  const most = `${drawers.join(' and ')} come nearest with ${has}${where}`
  return tooLarge(rules, largest, {
    kind: 'shared',
    text: `two drawers must have drawn the same ${rules.way} classes; ${most}: ${list(says)}`,
    has,
    drawers: drawers.join(', ') + (found.group === undefined ? '' : ` (${found.group})`),
    names: brief(lacking.map(({ name, drawers: none }) => `${name}: ${none.length === 0 ? '=' : none.join(' + ')}`)),
  })
}

const NOBODY: Lack = { kind: 'other', text: 'there is but one drawer' }
