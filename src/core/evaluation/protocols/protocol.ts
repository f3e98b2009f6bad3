/** Makes the list of trials a number stands on. */
import type { Protocol, Trial } from '../../../shared/evaluation.ts'
import { Rng } from '../../../shared/random.ts'
import { poolsOf } from './pool.ts'
import { TrialsHash } from './protocol-hash.ts'
import type { ProtocolOptions } from './protocol-options.ts'
import { checkRules, explainTooLarge } from './protocol-errors.ts'
import { TrialMaker } from './trial-maker.ts'
import type { DrawnTrial } from './trial-maker.ts'

/**
 * Draws a protocol: the same options and pictures give the same trials and hash. Classes of a trial are all different,
 * answer positions are shuffled, queries go round the groups and classes evenly, and no support is the query or a file
 * with the same bytes.
 *
 * @throws UserError `protocol/…` when the data cannot give such trials; it names what lacks what and the largest way
 */
export function makeProtocol(options: ProtocolOptions): Protocol {
  const { dataset, way, shot, seed, withinGroup, acrossDrawer, turned } = options
  const drawn = drawTrials(options)
  const hash = new TrialsHash(dataset)
  for (const trial of drawn) hash.add(trial, shot)
  const trials = drawn.map(({ query, supports, truth }): Trial => {
    const supportsOf = (at: number) => [...supports.subarray(at * shot, (at + 1) * shot)]
    return { query, supports: Array.from({ length: way }, (_, at) => supportsOf(at)), truth }
  })
  const name = options.name ?? describe(options)
  const rules = { way, shot, seed, withinGroup, acrossDrawer, ...(turned ? { turned } : {}) }
  return { name, hash: hash.end(), ...rules, trials }
}

/** The trials of `makeProtocol` alone. @throws UserError as it does */
export function drawTrials(options: ProtocolOptions): DrawnTrial[] {
  checkRules(options)
  const makers = makersOf(options)
  const trials: DrawnTrial[] = []
  for (let turn = 0; trials.length < options.trials; turn++) {
    if (makers.length === 0) throw explainTooLarge(options, largestWay(options))
    const at = turn % makers.length
    const trial = makers[at]!.next()
    if (trial) trials.push(trial)
    else makers.splice(at, 1)
  }
  return trials
}

/**
 * Most classes one trial can have under these options, 0 when not even two can meet. Training lowers its validation
 * way to this.
 * @param most where more do not matter
 */
export function largestWay(options: Omit<ProtocolOptions, 'way' | 'trials' | 'name'>, most = Infinity): number {
  const pools = poolsOf(options.dataset, options.classes, options.withinGroup)
  let low = 1
  let high = Math.min(most, Math.max(1, ...pools.map(({ classes }) => classes.length)))
  const isPossible = (way: number) => makersOf({ ...options, way }).some((maker) => maker.next() !== undefined)
  if (high === most && isPossible(most)) low = most
  while (low < high) {
    const way = Math.ceil((low + high) / 2)
    if (isPossible(way)) low = way
    else high = way - 1
  }
  return low < 2 ? 0 : low
}

function makersOf(options: Omit<ProtocolOptions, 'trials' | 'name'>): TrialMaker[] {
  const { dataset, classes, withinGroup, seed } = options
  return poolsOf(dataset, classes, withinGroup).map(
    (pool, index) => new TrialMaker(dataset, pool, options, new Rng(seed, 'protocol', index)),
  )
}

function describe({ way, shot, withinGroup, acrossDrawer, trials, seed }: ProtocolOptions): string {
  const parts = [`${way}-way ${shot}-shot`]
  if (withinGroup) parts.push('within group')
  if (acrossDrawer) parts.push('across drawers')
  parts.push(`${trials} trials`, `seed ${seed}`)
  return parts.join(', ')
}
