/** What a run can be asked: which classes are left to test on, and how wide trials on them can be. */
import { existsSync } from 'node:fs'
import { UserError } from '../../shared/errors.ts'
import type { DatasetInfo } from '../../shared/dataset.ts'
import { largestWay, namedProtocol, PROTOCOL_NAMES } from '../evaluation/index.ts'
import { openRun, splitOf, listTestUses } from '../runs/index.ts'
import type { TestUse } from '../runs/index.ts'
import type { ClassPart } from '../../shared/split.ts'
import { rulesToldBy } from './rules.ts'
import { trialSeed } from './subject.ts'
import { scanRunDataset } from './run-dataset.ts'

export interface Possible {
  /** `none` where the run trained on all classes. */
  readonly classes: 'test' | 'validation' | 'none'
  readonly count: number
  /** Validation classes. */
  readonly validation: number
  readonly groups: number
  readonly drawers: number
  /** Of a one-shot trial as the recipe validates. */
  readonly largestWay: number
  /** Taken where the person says nothing. */
  readonly way: number
  readonly withinGroup: boolean
  readonly acrossDrawer: boolean
  /** Ready-made protocols that these classes allow. */
  readonly named: string[]
  /** Parts of the split that have classes, with what one-shot trials on them allow. */
  readonly parts: {
    readonly name: ClassPart
    readonly count: number
    readonly largestWay: number
    readonly way: number
  }[]
  /** Every use of the test classes, oldest first. */
  readonly usedFor: TestUse[]
  /** How often that was. */
  readonly uses: number
}

/** @throws UserError `run/…`, and what a scan of the run's pictures says */
export async function possibleEvaluations(
  runDir: string,
  options: { readonly cacheDir?: string; readonly signal?: AbortSignal } = {},
): Promise<Possible> {
  const { record, paths } = await openRun(runDir)
  const dataset = await scanRunDataset(record, options)
  const split = splitOf(record, dataset, paths.record)
  const which = split.test.length > 0 ? 'test' : split.validation.length > 0 ? 'validation' : 'none'
  const classes = which === 'none' ? [] : split[which]
  const { validation } = record.recipe
  const seed = trialSeed(record)
  const told = rulesToldBy(dataset, validation)
  const parts = (
    [
      ['test', split.test],
      ['validation', split.validation],
      ['training', split.train],
    ] as const
  )
    .filter(([, members]) => members.length > 0)
    .map(([name, members]) => {
      const largest = members.length < 2 ? 0 : largestWay({ dataset, classes: members, shot: 1, seed, ...told })
      return { name, count: members.length, largestWay: largest, way: Math.min(validation.way, largest) }
    })
  const largest = parts.find(({ name }) => name === which)?.largestWay ?? 0
  const usedFor = await listTestUses(paths)
  const members = classes.map((index) => dataset.classes[index]!)
  const pictures = members.flatMap((each) => each.pictures)
  return {
    classes: which,
    count: classes.length,
    validation: split.validation.length,
    groups: new Set(members.map(({ group }) => group).filter((group) => group !== undefined)).size,
    drawers: new Set(pictures.map((index) => dataset.pictures[index]?.drawer).filter((drawer) => drawer)).size,
    largestWay: largest,
    way: Math.min(validation.way, largest),
    ...told,
    named: [
      ...PROTOCOL_NAMES.filter((name) => classes.length > 1 && isPossible(name, dataset, classes, seed)),
      ...(existsSync(paths.validation) ? ['validation'] : []),
    ],
    parts,
    usedFor,
    uses: usedFor.length,
  }
}

function isPossible(
  name: (typeof PROTOCOL_NAMES)[number],
  dataset: DatasetInfo,
  classes: readonly number[],
  seed: number,
): boolean {
  try {
    // Whether one trial can be made is enough, and quicker told.
    namedProtocol(name, { dataset, classes, seed, trials: 1 })
    return true
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
}
