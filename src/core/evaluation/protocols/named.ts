/** Ready-made protocols by name. */
import type { DatasetInfo } from '../../../shared/dataset.ts'
import { UserError } from '../../../shared/errors.ts'
import type { Protocol } from '../../../shared/evaluation.ts'
import type { ClassPart } from '../../../shared/split.ts'
import { kochProtocol } from './koch.ts'
import { PROTOCOL_NAMES } from './names.ts'
import type { ProtocolName } from './names.ts'
import { makeProtocol } from './protocol.ts'
import { turnedClasses, turnedDataset } from './turned.ts'

export interface NamedOptions {
  readonly dataset: DatasetInfo
  /** Classes never trained on. */
  readonly classes: readonly number[]
  /** Which part of a run's split they are, where they are one: said where they are too few. */
  readonly part?: ClassPart
  readonly seed: number
  /** @default 20 for koch and vinyals, 9 for article */
  readonly way?: number
  /** Only vinyals has another than 1. @default 1 */
  readonly shot?: number
  /** @default 400, for vinyals 1000 */
  readonly trials?: number
  /** What the classes are, where the name shall say it. */
  readonly of?: string
}

/** Whether it is the name of a ready-made protocol, not of a file. */
export function isProtocolName(name: string): name is ProtocolName {
  return (PROTOCOL_NAMES as readonly string[]).includes(name)
}

/**
 * - `koch`: within a group, two drawers, each picture of the one against all of the other (Koch et al. 2015).
 * - `vinyals`: classes from any group, turned pictures as classes of their own (Vinyals et al. 2016; rotations and episodes
 *   as Snell et al. 2017 count them), here with one query for each set of supports, so that trials are independent.
 * - `article`: the first picture of each pair stays, one second picture is of its class and `way - 1` are of others. The
 *   lowest output wins; unlike the article's own code the answer stands anywhere and ties share the credit.
 *
 * A name says which options made it only while they are untouched, so a changed way or number of trials is added to it.
 *
 * @throws UserError `protocol/…` when the classes do not allow it
 */
export function namedProtocol(name: ProtocolName, options: NamedOptions): Protocol {
  const { way, shot, trials, of } = options
  if (shot !== undefined && shot !== 1 && name !== 'vinyals') {
    throw new UserError('protocol/one-shot', `The trials called ${name} have one support of each class, not ${shot}.`, {
      subject: 'shot',
      values: { name, value: String(shot) },
      next: 'Leave the shot out, or choose other trials.',
    })
  }
  const changes = [
    of,
    way === undefined ? undefined : `${way}-way`,
    shot === undefined ? undefined : `${shot}-shot`,
    trials === undefined ? undefined : `${trials} trials`,
  ]
  const full = [name, ...changes.filter((change) => change !== undefined)].join(', ')
  if (name === 'koch') return kochProtocol({ ...options, name: full })
  if (name === 'vinyals') return vinyalsProtocol(options, full)
  const rules = { way: way ?? 9, shot: 1, trials: trials ?? 400, withinGroup: false, acrossDrawer: false }
  return makeProtocol({ ...options, ...rules, name: full })
}

function vinyalsProtocol(options: NamedOptions, name: string): Protocol {
  const { dataset, classes, part, way = 20, shot = 1, trials = 1000, seed } = options
  const rules = {
    ...(part === undefined ? {} : { part }),
    way,
    shot,
    trials,
    seed,
    withinGroup: false,
    acrossDrawer: false,
    turned: true,
  }
  const turned = { dataset: turnedDataset(dataset), classes: turnedClasses(classes, dataset.classes.length) }
  return makeProtocol({ ...turned, ...rules, name })
}
