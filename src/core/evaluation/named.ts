/** Ready-made protocols by name. */
import type { DatasetInfo } from '../../shared/dataset.ts'
import type { Protocol } from '../../shared/evaluation.ts'
import { kochProtocol } from './koch.ts'
import { PROTOCOL_NAMES } from './names.ts'
import type { ProtocolName } from './names.ts'
import { makeProtocol } from './protocol.ts'

export interface NamedOptions {
  readonly dataset: DatasetInfo
  /** Classes never trained on. */
  readonly classes: readonly number[]
  readonly seed: number
  /** @default 20 for koch, 9 for article */
  readonly way?: number
  /** @default 400 */
  readonly trials?: number
}

export function isProtocolName(name: string): name is ProtocolName {
  return (PROTOCOL_NAMES as readonly string[]).includes(name)
}

/**
 * - `koch`: within a group, two drawers, each picture of the one against all of the other (Koch et al. 2015).
 * - `article`: the first picture of each pair stays, one second picture is of its class and `way - 1` are of others. The
 *   lowest output wins; unlike the article's own code the answer stands anywhere and ties share the credit.
 *
 * A name says which options made it only while they are untouched, so a changed way or number of trials is added to it.
 *
 * @throws UserError `protocol/…` when the classes do not allow it
 */
export function namedProtocol(name: ProtocolName, options: NamedOptions): Protocol {
  const { way, trials } = options
  const changes = [way === undefined ? [] : [`${way}-way`], trials === undefined ? [] : [`${trials} trials`]].flat()
  const full = changes.length === 0 ? name : `${name}, ${changes.join(', ')}`
  if (name === 'koch') return kochProtocol({ ...options, name: full })
  const rules = { way: way ?? 9, shot: 1, trials: trials ?? 400, withinGroup: false, acrossDrawer: false }
  return makeProtocol({ ...options, ...rules, name: full })
}
