/** Everything the guard has to say about a trained run, from codes that are made once and kept. */
import { existsSync } from 'node:fs'
import type { Accuracy, Protocol, TrialResult } from '../../shared/evaluation.ts'
import type { Finding } from '../../shared/finding.ts'
import {
  largestWay,
  loadProtocol,
  makeProtocol,
  picturesOf,
  scoreTrials,
  summarise,
  turnedPictures,
} from '../evaluation/index.ts'
import { peekCheckpoint, protocolFile, readEvaluations, testUses } from '../runs/index.ts'
import { RunCodes } from '../trained/run-codes.ts'
import type { RunCodesOptions } from '../trained/run-codes.ts'
import { rulesToldBy } from '../trained/rules.ts'
import { trainingClassesOf } from '../training/session/open.ts'
import { codeFindings } from './codes.ts'
import { atOnceFinding, CoverageCounter, coverageFinding } from './coverage.ts'
import { dataFindings } from './data-findings.ts'
import { gapFinding, gapNotTold } from './gap.ts'
import { findLookAlikes } from './look-alikes/index.ts'
import { ownPictureFindings, tieFindings } from './trials.ts'

export interface CheckRunOptions extends Omit<RunCodesOptions, 'onProgress'> {
  readonly onProgress?: (doing: CheckDoing, done: number, total: number) => void
}

export type CheckDoing = 'reading' | 'embedding' | 'comparing' | 'counting'

/** Trials on either side of the gap: an interval of about ten points. */
const GAP_TRIALS = 400
/** Lists of trials that are looked through. */
const MOST_PROTOCOLS = 20

/**
 * Classes that were not trained on and may be looked at: the validation classes, or else the test classes once they have
 * been used. A check must not be the first look at a test.
 */
async function unseenClasses({ split, run }: RunCodes): Promise<readonly number[]> {
  if (split.validation.length > 1) return split.validation
  return split.test.length > 1 && (await testUses(run.paths)) > 0 ? split.test : []
}

interface Scored {
  readonly results: readonly TrialResult[]
  readonly accuracy: Accuracy
  readonly protocol: Protocol
}

async function gapOf(codes: RunCodes, unseen: readonly number[]): Promise<{ findings: Finding[]; used: number[] }> {
  const { dataset, split, run } = codes
  const { validation, seed } = run.record.recipe
  const rules = { dataset, shot: 1, seed, ...rulesToldBy(dataset, validation) }
  const ways = [split.train, unseen].map((classes) => (classes.length < 2 ? 0 : largestWay({ ...rules, classes })))
  const way = Math.min(validation.way, ...ways)
  if (way < 2) return { findings: [gapNotTold()], used: [] }
  const protocols = [split.train, unseen].map((classes) => makeProtocol({ ...rules, classes, way, trials: GAP_TRIALS }))
  const used = [...new Set(protocols.flatMap(picturesOf))]
  const { codes: rows, score } = await codes.of(used)
  const [seen, other] = protocols.map((protocol): Scored => {
    const results = scoreTrials(rows, score, protocol)
    return { results, accuracy: summarise(results, way), protocol }
  }) as [Scored, Scored]
  return { findings: [...tieFindings(other.results), gapFinding(seen.accuracy, other.accuracy, way)], used }
}

/** Trials of its evaluations on its own pictures. */
async function ownProtocols({ run, dataset }: RunCodes): Promise<Protocol[]> {
  const { paths, record } = run
  const own = (await readEvaluations(paths)).filter(
    ({ hasTrials, data }) => hasTrials && data.hash === record.dataset.hash,
  )
  const files = own.slice(0, MOST_PROTOCOLS).map(({ protocol }) => protocolFile(paths, protocol.hash))
  if (existsSync(paths.validation)) files.push(paths.validation)
  return Promise.all([...new Set(files)].map((file) => loadProtocol(file, dataset)))
}

/** What the training of a run has shown. Read from its recipe alone: the sampler has no memory. */
async function coverageOf(
  { run, dataset, split }: Pick<RunCodes, 'run' | 'dataset' | 'split'>,
  steps: number,
  signal?: AbortSignal,
): Promise<Finding> {
  const { recipe } = run.record
  const classes = trainingClassesOf(dataset, recipe, split)
  if (recipe.sampler.kind === 'all') return atOnceFinding(classes.length, classes.flat().length)
  const counter = new CoverageCounter(recipe, classes)
  const coverage = await counter.advance(steps, signal)
  const needed = coverage.unseenPictures.length > 0 ? await counter.needed(signal) : null
  return coverageFinding(coverage, needed, {
    className: (place) => dataset.classes[split.train[place] as number]?.name ?? '',
    path: (picture) => dataset.pictures[picture]?.path ?? '',
  })
}

/** Worst first; among equals as they were found. */
const RANK = { warning: 0, note: 1, passed: 2 } as const

/**
 * All checks of a run. Test classes are looked at only where they have been before.
 * @throws UserError `run/…`, `checkpoint/…`, and what a scan of the run's pictures says
 */
export async function checkRun(runDir: string, { onProgress, ...options }: CheckRunOptions = {}): Promise<Finding[]> {
  const { cacheDir, signal } = options
  const codes = await RunCodes.open(runDir, { ...options, ...(onProgress ? { onProgress } : {}) })
  const { dataset, split, run } = codes
  const lookAlikes = await findLookAlikes(dataset, {
    ...(cacheDir === undefined ? {} : { cacheDir }),
    ...(signal === undefined ? {} : { signal }),
    onProgress: ({ done, total }) => onProgress?.('comparing', done, total),
  })
  const findings = dataFindings(dataset, split, lookAlikes)
  const protocols = await ownProtocols(codes)
  // Indices beyond the pictures themselves mean turned ones.
  if (protocols.length > 0) findings.push(...ownPictureFindings(protocols, turnedPictures(dataset.pictures)))
  const unseen = await unseenClasses(codes)
  const gap = await gapOf(codes, unseen)
  findings.push(...gap.findings)
  if (gap.used.length > 0) {
    const { codes: rows, score } = await codes.of(gap.used)
    findings.push(
      ...codeFindings(
        rows,
        score,
        gap.used,
        dataset.pictures.map(({ hash }) => hash),
      ),
    )
  }
  onProgress?.('counting', 0, 1)
  const steps = (await peekCheckpoint(run.paths.last))?.step ?? (await peekCheckpoint(run.paths.best))?.step ?? 0
  findings.push(await coverageOf(codes, steps, signal))
  return findings.sort((a, b) => RANK[a.severity] - RANK[b.severity])
}
