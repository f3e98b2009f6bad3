/** What the guard says of a training while it goes on: from its recipe and its curve, without its network. */
import type { ClassSplit, DatasetInfo } from '../../shared/dataset.ts'
import type { Finding } from '../../shared/finding.ts'
import { lastStep } from '../runs/index.ts'
import type { Run } from '../runs/index.ts'
import { describeModel } from '../model/describe.ts'
import { trainingClassesOf } from '../training/session/open.ts'
import { spreadFinding } from './codes.ts'
import { atOnceFinding, CoverageCounter, coverageFinding } from './coverage.ts'

export interface CheckedTraining {
  readonly step: number
  readonly findings: Finding[]
  readonly needed: number | null
}

/** Counters go on where they stopped: the last few trainings that were asked about. */
const MOST_HELD = 3
const counters = new Map<string, { counter: CoverageCounter; needed: number | null }>()

async function counterOf(key: string, make: () => CoverageCounter) {
  const known = counters.get(key)
  if (known) return known
  const counter = make()
  // Another one looks ahead: the first must not run past the present step.
  const fresh = { counter, needed: await make().needed() }
  counters.set(key, fresh)
  for (const old of [...counters.keys()].slice(0, -MOST_HELD)) counters.delete(old)
  return fresh
}

/** @throws UserError `data/…` when the recipe cannot draw from these classes */
export async function checkTraining(
  { record, paths }: Run,
  dataset: DatasetInfo,
  split: ClassSplit,
  signal?: AbortSignal,
): Promise<CheckedTraining> {
  const { recipe } = record
  const classes = trainingClassesOf(dataset, recipe, split)
  if (recipe.sampler.kind === 'all') {
    return { step: 0, findings: [atOnceFinding(classes.length, classes.flat().length)], needed: null }
  }
  const last = await lastStep(paths)
  const step = last?.step ?? 0
  if (step === 0) return { step, findings: [], needed: null }
  const key = JSON.stringify([paths.dir, recipe, dataset.hash])
  const held = await counterOf(key, () => new CoverageCounter(recipe, classes))
  const coverage = await held.counter.advance(step, signal)
  const findings = [
    coverageFinding(coverage, held.needed, {
      className: (place) => dataset.classes[split.train[place] as number]?.name ?? '',
      path: (picture) => dataset.pictures[picture]?.path ?? '',
    }),
  ]
  const { codes } = describeModel(recipe)
  const spread = last?.spread ?? null
  if (spread !== null && codes !== null) findings.unshift(spreadFinding(Math.min(1, spread * Math.sqrt(codes))))
  return { step, findings, needed: coverage.unseenPictures.length > 0 ? held.needed : null }
}
