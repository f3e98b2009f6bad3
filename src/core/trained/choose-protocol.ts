/** Which trials an evaluation is about. */
import { existsSync } from 'node:fs'
import type { ClassSplit, DatasetInfo } from '../../shared/dataset.ts'
import { UserError } from '../../shared/errors.ts'
import type { Protocol } from '../../shared/evaluation.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { CLASS_PARTS } from '../../shared/split.ts'
import type { ClassPart } from '../../shared/split.ts'
import {
  isProtocolName,
  largestWay,
  loadProtocol,
  makeProtocol,
  namedProtocol,
  PROTOCOL_NAMES,
} from '../evaluation/index.ts'
import { rulesToldBy } from './rules.ts'

export interface ProtocolChoice {
  /** A name (`koch`, `article`, `validation`) or the path of a protocol's file. @default trials by the fields below */
  readonly protocol?: string
  /** @default the recipe's validation way, lowered to what the classes allow */
  readonly way?: number
  /** @default 1 */
  readonly shot?: number
  /** @default 1000 */
  readonly trials?: number
  /** @default the recipe's seed; in a group of several seeds, its first */
  readonly seed?: number
  /** Which of the run's classes. @default those for the test, or those for validation where there are none */
  readonly classes?: ClassPart
  /** @default as the recipe validates, where the data tell */
  readonly withinGroup?: boolean
  readonly acrossDrawer?: boolean
}

export interface ProtocolSubject {
  readonly recipe: Recipe
  /** Decides the trials where nothing else is said: of a run in a group, the same for all of them. */
  readonly seed: number
  readonly dataset: DatasetInfo
  /** The run's split where the data set is the run's own; all classes are new otherwise. */
  readonly split: ClassSplit | undefined
  /** File of the run's validation trials. */
  readonly validation: string
}

interface Chosen {
  /** In the protocol's name. */
  readonly name: string
  readonly classes: readonly number[]
  /** Absent for pictures that are not the run's own. */
  readonly part?: ClassPart
}

/** What a number on classes the network was trained on must be called. */
const SEEN = 'training classes (seen)'

/** The classes asked for, by default those the network has not been trained on. @throws UserError `evaluate/…` */
function chosenClasses({ dataset, split }: ProtocolSubject, part: ClassPart | undefined): Chosen {
  if (!split) {
    if (part === undefined) return { name: 'all classes', classes: dataset.classes.map((_, index) => index) }
    throw new UserError('evaluate/no-split', `These are other pictures: none of their classes are ${part} classes.`, {
      subject: 'classes',
      next: 'Leave the choice of classes out: all of them are new to the run.',
    })
  }
  const parts: Readonly<Record<ClassPart, Chosen>> = {
    test: { name: 'test classes', classes: split.test, part: 'test' },
    validation: { name: 'validation classes', classes: split.validation, part: 'validation' },
    training: { name: SEEN, classes: split.train, part: 'training' },
  }
  const has = (each: ClassPart) => parts[each].classes.length > 0
  if (part !== undefined) {
    if (has(part)) return parts[part]
    const others = CLASS_PARTS.filter(has)
    throw new UserError('evaluate/no-part', `This run has no ${part} classes.`, {
      subject: 'classes',
      variant: part,
      next: `It has ${others.map((other) => `${other} classes`).join(' and ')}.`,
    })
  }
  if (has('test')) return parts.test
  if (has('validation')) return parts.validation
  throw new UserError('evaluate/no-classes', 'This run trained on all of its classes: none are left to test on.', {
    next: 'Name other pictures with --data or --protocol, or train with --test 0.2.',
  })
}

/** @throws UserError `evaluate/…` or `protocol/…` that says what is possible */
export async function chooseProtocol(choice: ProtocolChoice, subject: ProtocolSubject): Promise<Protocol> {
  const { recipe, dataset } = subject
  const { protocol: name, shot = 1, trials = 1000, seed = subject.seed } = choice
  if (name === 'validation') {
    if (subject.split && existsSync(subject.validation)) return loadProtocol(subject.validation, dataset)
    throw new UserError('evaluate/no-validation', 'This run has no validation trials of its own on these pictures.', {
      subject: 'protocol',
      next: 'Leave --protocol out.',
    })
  }
  if (name !== undefined && !isProtocolName(name)) {
    if (existsSync(name)) return loadProtocol(name, dataset)
    throw new UserError('evaluate/no-protocol', `There is no protocol called '${name}', and no such file.`, {
      subject: name,
      next: `Name one of ${[...PROTOCOL_NAMES, 'validation'].join(', ')}, lake:FOLDER, or the file of a protocol.`,
    })
  }
  const { name: which, ...chosen } = chosenClasses(subject, choice.classes)
  if (name !== undefined) {
    const { way, trials: asked } = choice
    return namedProtocol(name, {
      dataset,
      ...chosen,
      seed,
      ...(way === undefined ? {} : { way }),
      ...(asked === undefined ? {} : { trials: asked }),
      ...(choice.shot === undefined ? {} : { shot: choice.shot }),
      ...(choice.classes === undefined ? {} : { of: which }),
    })
  }
  const told = rulesToldBy(dataset, recipe.validation)
  const { withinGroup = told.withinGroup, acrossDrawer = told.acrossDrawer } = choice
  const rules = { dataset, ...chosen, shot, seed, withinGroup, acrossDrawer }
  // A way asked for is kept, and refused where it is impossible: a number must be what it says.
  const way = choice.way ?? Math.max(2, Math.min(recipe.validation.way, largestWay(rules)))
  const parts = [`${way}-way ${shot}-shot`, which]
  if (withinGroup) parts.push('within group')
  if (acrossDrawer) parts.push('across drawers')
  return makeProtocol({ ...rules, way, trials, name: [...parts, `${trials} trials`, `seed ${seed}`].join(', ') })
}
