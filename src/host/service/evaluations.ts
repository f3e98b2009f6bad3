/** One-shot evaluations of a run, and their trials. The work is done in the compute lane. */
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type {
  EvaluateEvent,
  Evaluation,
  EvaluationChoice,
  TrialRow,
  TrialWay,
} from '../../shared/contract/evaluations.ts'
import type { PictureRef } from '../../shared/contract/common.ts'
import { SAVED } from '../../shared/contract/saved-protocol.ts'
import { PROTOCOL_NAMES } from '../../core/evaluation/protocols/names.ts'
import { evaluationFile, readEvaluation, readEvaluations } from '../../core/runs/index.ts'
import type { RunPaths, StoredEvaluation } from '../../core/runs/index.ts'
import type { ProtocolChoice } from '../../core/trained/choose-protocol.ts'
import type { DescribedRow, TrialPicture } from '../../core/trained/trials/index.ts'
import type { PathAccess } from './access.ts'
import type { ProtocolShelf } from './shelves/protocol-shelf.ts'
import { os } from './procedures.ts'
import type { RunShelf } from './shelves/run-shelf.ts'
import { scoreOf } from './shelves/run-summary.ts'
import type { Services } from './services.ts'
import { streamed } from './stream.ts'
import { trialSource } from './trial-pictures.ts'

const LAKE = 'lake:'

function evaluationOf(stored: StoredEvaluation): Evaluation {
  const { id, created, step, views, data, bootstrap, seen, omniglot, baselines, wrong, hasTrials } = stored
  const { pixels, hausdorff, untrained } = baselines
  return {
    ...scoreOf(stored),
    id,
    created,
    step,
    views,
    data: data.root,
    ...(seen === undefined ? {} : { seen }),
    ...(omniglot === undefined ? {} : { omniglot }),
    ...(bootstrap === undefined ? {} : { bootstrap }),
    baselines: {
      ...(pixels === undefined ? {} : { pixels }),
      ...(hausdorff === undefined ? {} : { hausdorff }),
      ...(untrained === undefined ? {} : { untrained }),
    },
    wrong,
    hasTrials,
  }
}

/** The person's choice without what they left to the program. A protocol may be a path, which must be allowed. */
async function choiceOf(
  choice: EvaluationChoice,
  access: PathAccess,
  saved: (hash: string) => Promise<string>,
): Promise<ProtocolChoice> {
  const made = Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== null && value !== undefined))
  const { protocol } = choice
  if (protocol === null || [...PROTOCOL_NAMES, 'validation'].includes(protocol)) return made
  if (protocol.startsWith(SAVED)) return { ...made, protocol: await saved(protocol.slice(SAVED.length)) }
  if (protocol.startsWith(LAKE)) return { ...made, protocol: LAKE + (await access.check(protocol.slice(LAKE.length))) }
  return { ...made, protocol: path.isAbsolute(protocol) ? await access.check(protocol) : protocol }
}

const shown = ({ index, path, className, drawer }: TrialPicture, source: string): PictureRef => {
  return { source, index, path, className, drawer }
}

function rowOf({ query, truth, chosen, ...row }: DescribedRow, source: string): TrialRow {
  return {
    ...row,
    query: shown(query, source),
    truth: shown(truth, source),
    chosen: chosen && shown(chosen, source),
  }
}

export function evaluationsProcedures(services: Services, shelf: RunShelf, protocols: ProtocolShelf) {
  const { cacheDir, lanes, access } = services
  const input = (paths: RunPaths, id: string) => ({ runDir: paths.dir, id, cacheDir })
  const heeding = (signal: AbortSignal | undefined) => (signal ? { signal } : {})

  return {
    possible: os.evaluations.possible.handler(({ input: { runId }, signal }) =>
      lanes.compute.call('possible', { runDir: shelf.paths(runId).dir, cacheDir }, heeding(signal)),
    ),
    list: os.evaluations.list.handler(async ({ input: { runId } }) =>
      (await readEvaluations(shelf.paths(runId))).map(evaluationOf),
    ),
    run: os.evaluations.run.handler(async function* ({ input: { runId, choice, data }, signal }) {
      const paths = shelf.paths(runId)
      const own = await choiceOf(choice, access, (hash) => protocols.find(runId, hash))
      const folder = data === null ? {} : { data: await access.check(data) }
      yield* streamed<EvaluateEvent, EvaluateEvent>(async (report, stop) => {
        report({ kind: 'progress', doing: 'opening', done: 0, total: null })
        const call = { runDir: paths.dir, choice: own, cacheDir, ...folder }
        const id = await lanes.compute.call('evaluate', call, {
          signal: stop,
          onProgress: ({ doing, done, total }) => report({ kind: 'progress', doing, done, total }),
        })
        return { kind: 'done', evaluation: evaluationOf(await readEvaluation(paths, id)) }
      }, signal)
    }),
    remove: os.evaluations.remove.handler(async ({ input: { runId, id } }) => {
      const paths = shelf.paths(runId)
      // Its trials stay: others may stand on them, and the uses of the test classes are counted apart.
      await rm(evaluationFile(paths, id), { force: true })
      return {}
    }),
    trials: os.evaluations.trials.handler(async ({ input: { runId, id, ...options }, signal }) => {
      const paths = shelf.paths(runId)
      const call = { ...input(paths, id), ...options }
      const { total, rows } = await lanes.compute.call('listTrials', call, heeding(signal))
      const source = await trialSource(services, paths, id)
      return { total, rows: rows.map((row) => rowOf(row, source)) }
    }),
    trial: os.evaluations.trial.handler(async ({ input: { runId, id, trial, redraw }, signal }) => {
      const paths = shelf.paths(runId)
      const found = await lanes.compute.call('showTrial', { ...input(paths, id), trial, redraw }, heeding(signal))
      const source = await trialSource(services, paths, id)
      const ways = found.ways.map((way): TrialWay => {
        return { ...way, supports: way.supports.map((picture) => shown(picture, source)) }
      })
      return { ...found, query: shown(found.query, source), ways }
    }),
    luck: os.evaluations.luck.handler(async ({ input: { runId, id, trial, draws }, signal }) => {
      const call = { ...input(shelf.paths(runId), id), trial, draws }
      return { draws, right: await lanes.compute.call('trialLuck', call, heeding(signal)) }
    }),
    csv: os.evaluations.csv.handler(({ input: { runId, id }, signal }) =>
      lanes.compute.call('trialsCsv', input(shelf.paths(runId), id), heeding(signal)),
    ),
  }
}
