/** Why two runs are not compared, and what would make it possible. */
import path from 'node:path'
import { UserError } from '../../shared/errors.ts'
import { protocolFile } from '../runs/index.ts'
import type { Run, StoredEvaluation } from '../runs/index.ts'

const nameOf = ({ paths }: Run) => path.basename(paths.dir)

/** It has no number to compare. */
export function notEvaluated({ paths }: Run): UserError {
  return new UserError('compare/not-evaluated', `${path.basename(paths.dir)} has not been evaluated.`, {
    subject: path.basename(paths.dir),
    next: `Evaluate it first: oneshot evaluate ${paths.dir}`,
  })
}

/** How `evaluate` is told to take the trials of an evaluation. */
function protocolArgument({ paths }: Run, { protocol, data }: StoredEvaluation): string {
  return protocol.name === 'lake' ? `lake:${data.root}` : protocolFile(paths, protocol.hash)
}

type Evaluated = readonly [Run, StoredEvaluation]

/** They were measured on different trials, which have no order among them. */
export function differentTrials(first: Evaluated, second: Evaluated): UserError {
  const told = ([run, { protocol }]: Evaluated) =>
    `${nameOf(run)} was evaluated on "${protocol.name}" (${protocol.hash.slice(0, 8)})`
  return new UserError(
    'compare/other-trials',
    `${told(first)} and ${told(second)}: these are different trials, and their numbers are not compared.`,
    {
      subject: `${nameOf(first[0])}, ${nameOf(second[0])}`,
      next: `Evaluate both on the same: oneshot evaluate ${second[0].paths.dir} --protocol ${protocolArgument(...first)}`,
    },
  )
}

/** The hash asked for is not among those both have. */
export function noSuchTrials(wanted: string, shared: readonly { name: string; hash: string }[]): UserError {
  const list = shared.map(({ name, hash }) => `${hash.slice(0, 8)} (${name})`).join('; ')
  return new UserError(
    'compare/no-protocol',
    `Both runs were not evaluated on trials whose hash begins with ${wanted}.`,
    {
      subject: wanted,
      next: `They share ${list}.`,
    },
  )
}

/** A network knows what it was trained on; its number on that says nothing about new classes. */
export function trainedOnThem(run: Run, known: number, classes: number): UserError {
  return new UserError(
    'compare/trained-on',
    `${nameOf(run)} was trained on ${known} of the ${classes} classes in these trials: its number on them says nothing about new classes.`,
    {
      subject: nameOf(run),
      next: 'Train both on the same split (`oneshot train --seeds` does), and evaluate them on its test classes.',
    },
  )
}
