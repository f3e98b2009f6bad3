/** Runs on the disk: listed, looked at, put away. */
import type { RunCurve, RunDetail } from '../../shared/contract/runs.ts'
import { PRESETS } from '../../shared/contract/plan.ts'
import { describeModel } from '../../core/model/describe.ts'
import { decimatedRows, openRun, readRunEnd, rememberMoved, rowsWithin, takeRows } from '../../core/runs/index.ts'
import type { Curve } from '../../core/runs/index.ts'
import { os } from './procedures.ts'
import { scanRun } from './scan-run.ts'
import type { Services } from './services.ts'
import type { RunShelf } from './shelves/run-shelf.ts'
import { logTail } from './shelves/run-summary.ts'

/** Lines of the log that a page is shown. */
const LOG_LINES = 50

/** The part of a curve a chart wants. */
export function curvePart({ columns, validations }: Curve, from = 0, to = Infinity, most = Infinity): RunCurve {
  const { start, end } = rowsWithin(columns.step, from, to)
  const { step, loss, smoothedLoss, rate, same, different } = takeRows(
    columns,
    decimatedRows(columns, start, end, most),
  )
  return {
    total: end - start,
    step,
    loss,
    smoothedLoss,
    rate,
    same,
    different,
    validations: validations
      .filter((each) => each.step >= from && each.step <= to)
      .map(({ step, accuracy, interval, chance, way, shot, trials, best }) => {
        return { step, accuracy, interval, chance, way, shot, trials, best }
      }),
  }
}

async function detailsOf(dir: string): Promise<RunDetail['details']> {
  const { record } = await openRun(dir)
  const { recipe, split, why, reason, versions } = record
  const { parameters, codes } = describeModel(recipe)
  const { by, seed, train, validation, test } = split
  return {
    recipe,
    preset: PRESETS.find((name) => recipe.name === name) ?? null,
    // Older runs kept the sentence alone.
    why: reason ?? (why === undefined ? null : { code: 'recipe-choice/kept', values: {}, text: why }),
    split: { by, seed, train, validation, test },
    versions,
    parameters,
    codes,
  }
}

export function runsProcedures(services: Services, shelf: RunShelf) {
  return {
    list: os.runs.list.handler(() => shelf.list()),
    get: os.runs.get.handler(async ({ input }): Promise<RunDetail> => {
      const paths = shelf.paths(input.id)
      const summary = await shelf.get(input.id)
      return {
        ...summary,
        details: summary.status === 'damaged' ? null : await detailsOf(paths.dir),
        log: await logTail(paths, LOG_LINES),
        hasBest: shelf.hasBest(input.id),
        next: summary.status === 'failed' ? ((await readRunEnd(paths))?.next ?? null) : null,
      }
    }),
    curve: os.runs.curve.handler(async ({ input }) => {
      const { id, from, to, maxPoints } = input
      return curvePart(await shelf.curve(id).read(), from, to, maxPoints)
    }),
    archive: os.runs.archive.handler(async ({ input }) => {
      await shelf.archive(input.id, input.archived)
      return {}
    }),
    remove: os.runs.remove.handler(async ({ input }) => {
      await shelf.remove(input.id)
      return {}
    }),
    seek: os.runs.seek.handler(async ({ input, signal }) => {
      const { record } = await openRun(shelf.paths(input.id).dir)
      await scanRun(services, record, signal === undefined ? {} : { signal })
      return {}
    }),
    locate: os.runs.locate.handler(async ({ input, signal }) => {
      const paths = shelf.paths(input.id)
      const folder = await services.access.check(input.path)
      if (input.evaluation !== undefined) {
        const { lanes, cacheDir } = services
        const of = { runDir: paths.dir, id: input.evaluation, folder, cacheDir }
        await lanes.pictures.call('locateEvaluated', of, signal === undefined ? {} : { signal })
        return {}
      }
      const { record } = await openRun(paths.dir)
      const { info } = await scanRun(services, record, signal === undefined ? { folder } : { folder, signal })
      await rememberMoved(paths, info)
      return {}
    }),
    restore: os.runs.restore.handler(async ({ input }) => {
      await shelf.restore(input.id)
      return {}
    }),
  }
}
