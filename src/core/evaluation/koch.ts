/** The 20-way test of Koch, Zemel and Salakhutdinov 2015, for any data set that tells its drawers. */
import type { DatasetInfo } from '../../shared/dataset.ts'
import { UserError } from '../../shared/errors.ts'
import type { Protocol, Trial } from '../../shared/evaluation.ts'
import { Rng } from '../../shared/random.ts'
import { BlockDealer } from './koch-blocks.ts'
import { poolsOf } from './pool.ts'
import type { Pool } from './pool.ts'
import { hashTrials } from './protocol-hash.ts'
import { checkRules } from './protocol-errors.ts'

export interface KochOptions {
  readonly dataset: DatasetInfo
  /** Class indices that may be used. */
  readonly classes: readonly number[]
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
  const { dataset, classes, seed, way = 20, trials: wanted = 400, name = 'koch' } = options
  const withinGroup = dataset.groups.length > 0
  const rules = { dataset, classes, way, shot: 1, trials: wanted, seed, withinGroup, acrossDrawer: true }
  checkRules(rules)
  const pools = poolsOf(dataset, classes, withinGroup)
  const dealers = pools.map((pool, index) => new BlockDealer(dataset, pool, way, new Rng(seed, 'koch', index)))
  const usable = dealers.filter((dealer) => dealer.hasBlock)
  if (usable.length === 0) throw tooLarge(way, pools, Math.max(...dealers.map((dealer) => dealer.largest())))
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

function tooLarge(way: number, pools: readonly Pool[], largest: number): UserError {
  const where = pools.some(({ group }) => group !== undefined) ? 'no group has' : 'the data set does not have'
  const next = largest < 2 ? 'No two classes share two drawers.' : `The largest possible way is ${largest}.`
  const message = `No ${way}-way trial can be made: ${where} ${way} classes that two drawers share.`
  return new UserError('protocol/way', message, {
    subject: 'way',
    variant: largest < 2 ? 'no-drawers' : 'too-large',
    values: { way, shot: 1, largest },
    next,
  })
}
