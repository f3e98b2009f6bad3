/** Gathers a report's data from a run's folder and, where they are still there, its pictures. */
import path from 'node:path'
import { UserError } from '../../shared/errors.ts'
import { describeModel } from '../model/describe.ts'
import { CurveReader, decimatedRows, openRun, readEvaluation, readEvaluations, testUses } from '../runs/index.ts'
import type { Run, StoredEvaluation } from '../runs/index.ts'
import { RunFigures } from '../trained/figures/index.ts'
import { datasetName } from '../evaluation/index.ts'
import type { CollectOptions, ReportData, ReportVerification } from './data.ts'
import { trialsOf } from './trials-of.ts'

/** Points of a curve: more than a page is wide. */
const POINTS = 600

async function chooseEvaluation(run: Run, id: string | undefined): Promise<StoredEvaluation> {
  const all = await readEvaluations(run.paths)
  const name = path.basename(run.paths.dir)
  if (all.length === 0) {
    throw new UserError('report/not-evaluated', `${name} has not been evaluated: a report is about an evaluation.`, {
      subject: name,
      next: `Evaluate it first: oneshot evaluate ${run.paths.dir}`,
    })
  }
  if (id === undefined) return all[0] as StoredEvaluation
  const found = all.find((each) => each.id === id)
  if (found) return readEvaluation(run.paths, found.id)
  throw new UserError('report/no-evaluation', `${name} has no evaluation called '${id}'.`, {
    subject: id,
    next: `It has ${all.map((each) => each.id).join(', ')}.`,
  })
}

async function curveOf({ paths }: Run): Promise<Pick<ReportData, 'loss' | 'validations'>> {
  const { columns, validations } = await new CurveReader(paths.metrics).read()
  const rows = decimatedRows(columns, 0, columns.step.length, POINTS)
  const loss = rows.flatMap((row): [number, number][] => {
    const [step, value] = [columns.step[row] as number, columns.smoothedLoss[row] as number]
    return Number.isFinite(value) ? [[step, value]] : []
  })
  return { loss, validations: [...validations] }
}

/** Of the classes kept apart; a look at test classes is noted, once for the same figures. */
async function verificationOf(
  run: Run,
  evaluation: StoredEvaluation,
  options: CollectOptions,
): Promise<ReportVerification> {
  const { cacheDir, signal, onProgress } = options
  const figures = await RunFigures.open(run.paths.dir, {
    data: evaluation.data.root,
    ...(cacheDir === undefined ? {} : { cacheDir }),
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  })
  const { roc, classes, ...found } = await figures.verification()
  // Pictures that are not the run's own are refused when they are opened.
  const about = classes === 'validation' ? 'validation' : 'test'
  return { ...found, about, roc: roc.map(({ falseAccept, trueAccept }) => [falseAccept, trueAccept] as const) }
}

/** Whether the network knows these pictures as its own, with classes kept apart. */
function canVerify({ record }: Run, { data }: StoredEvaluation): boolean {
  return data.hash === record.dataset.hash && record.split.test.length + record.split.validation.length > 0
}

/** The run's recipe.json without the way to its pictures on this computer: nobody else's disk has it. */
function portable(record: Run['record']): string {
  const dataset = { ...record.dataset, root: datasetName(record.dataset) }
  return `${JSON.stringify({ ...record, dataset }, null, 2)}\n`
}

/**
 * Everything a report says. What takes pictures that are gone, or a state that was trained on since, is left out with the
 * reason.
 * @throws UserError `report/…`, `run/…` or `files/…`
 */
export async function collectReport(runDir: string, options: CollectOptions = {}): Promise<ReportData> {
  const run = await openRun(runDir)
  const { record, paths } = run
  const stored = await chooseEvaluation(run, options.evaluation)
  const missing: UserError[] = []
  const attempt = async <T>(work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work()
    } catch (error) {
      options.signal?.throwIfAborted()
      if (!(error instanceof UserError)) throw error
      missing.push(error)
      return null
    }
  }
  const trials = await attempt(() => trialsOf(run, stored, options))
  const verification =
    trials && canVerify(run, stored) ? await attempt(() => verificationOf(run, stored, options)) : null
  const { data, device, ...evaluation } = stored
  return {
    run: path.basename(paths.dir),
    made: new Date().toISOString(),
    record,
    parameters: describeModel(record.recipe).parameters,
    ...(await curveOf(run)),
    evaluation: { ...evaluation, device: device ?? record.device, data: { name: datasetName(data), hash: data.hash } },
    testUses: await testUses(paths),
    trials,
    verification,
    missing,
    recipeFile: portable(record),
  }
}
