/** Starting, continuing, watching and ending trainings, each in a process of its own (src/host/supervisor.ts). */
import path from 'node:path'
import { UserError } from '../../shared/errors.ts'
import { failureOf } from '../../shared/failure.ts'
import {
  createRun,
  memberFolder,
  newGroupFolder,
  newRunFolder,
  nextOfGroup,
  openRun,
  runOwner,
  seedsOf,
  writeRunEnd,
} from '../../core/runs/index.ts'
import { parseRecipe } from '../../core/training/recipes/index.ts'
import { resumeTraining, startTraining } from '../training.ts'
import type { TrainingHandle, TrainingOptions } from '../training.ts'
import type { NextOfGroup } from '../../core/runs/index.ts'
import type { LiveTraining } from './trainings/live-training.ts'
import { checkSplit } from './plan.ts'
import { os } from './procedures.ts'
import type { RunShelf } from './shelves/run-shelf.ts'
import { scanRun } from './scan-run.ts'
import type { Services } from './services.ts'
import type { Trainings } from './trainings/trainings.ts'

export function trainingProcedures(services: Services, shelf: RunShelf, trainings: Trainings) {
  const { options, cacheDir, devices, datasets } = services

  /** Holds the place while the training is made ready; what goes wrong until then is the caller's. */
  async function begin(runId: string, start: (options: TrainingOptions) => Promise<TrainingHandle>) {
    const live = trainings.add(runId)
    try {
      const { nodePath } = options
      const handle = await start({
        cacheDir,
        onEvent: (event) => live.hear(event),
        ...(nodePath === undefined ? {} : { execPath: nodePath }),
      })
      live.follow(handle)
      // What goes wrong is told by the state of this one, and kept in the folder of the next.
      void goOn(handle).catch(() => undefined)
    } catch (error) {
      trainings.drop(runId)
      throw error
    }
    return { runId }
  }

  /** When a training has come to its end, unasked, the next seed of its group is trained. */
  async function goOn({ finished, paths }: TrainingHandle): Promise<void> {
    const { reason } = await finished
    if (reason === 'stopped' || reason === 'cancelled') return
    const next = await nextOfGroup(paths.dir)
    if (!trainings.isClosed) await beginNext(next)
  }

  /** @throws UserError `training/busy`, and whatever hinders it: then the run is there, failed, and can be continued */
  async function beginNext(next: NextOfGroup | undefined): Promise<{ runId: string } | undefined> {
    if (!next) return undefined
    return begin(path.basename(next.dir), async (rest) => {
      const { paths } = await createRun(next.dir, next.record)
      try {
        const { info } = await scanRun(services, next.record)
        return await resumeTraining({ ...rest, runDir: paths.dir, dataset: info })
      } catch (error) {
        const { message, next: step } = failureOf(error)
        await writeRunEnd(paths, 'failed', message, step ?? undefined)
        throw error
      }
    })
  }

  const order = (name: 'pause' | 'resume' | 'stop' | 'cancel', runId: string) => {
    trainings.underWay(runId).give(name)
    return {}
  }

  const live = (runId: string): LiveTraining => {
    // One that has just begun has no folder yet.
    if (!trainings.isTraining(runId)) shelf.paths(runId)
    return trainings.get(runId)
  }

  return {
    start: os.training.start.handler(async ({ input }) => {
      const { info } = datasets.get(input.datasetId)
      checkSplit(info, input.split)
      const recipe = parseRecipe(input.recipe)
      trainings.checkFree()
      const seeds = seedsOf(recipe.seed, input.seeds ?? 1)
      parseRecipe({ ...recipe, seed: seeds.at(-1) })
      const device = await devices.choose(input.device)
      const { split, why } = input
      const reason = why === null ? {} : { why: why.text, reason: why }
      const isGroup = seeds.length > 1
      const base = (isGroup ? newGroupFolder : newRunFolder)(shelf.dir, info.root, recipe.name)
      const runDir = isGroup ? memberFolder(base, recipe.seed) : base
      const group = isGroup ? { group: { id: path.basename(base), seeds } } : {}
      return begin(path.basename(runDir), (rest) =>
        startTraining({ ...rest, runDir, dataset: info, split, recipe, device, ...reason, ...group }),
      )
    }),
    startRest: os.training.startRest.handler(async ({ input: { runId } }) => {
      const { dir } = shelf.paths(runId)
      trainings.checkFree()
      const begun = await beginNext(await nextOfGroup(dir, { alsoRemoved: true }))
      if (begun) return begun
      throw new UserError('group/none-left', `Every seed of the group of ${runId} has begun.`, {
        subject: runId,
        next: 'Continue those that were stopped, or train anew with more seeds.',
      })
    }),
    continue: os.training.continue.handler(async ({ input }) => {
      const { runId, data, device } = input
      const paths = shelf.paths(runId)
      const owner = await runOwner(paths)
      if (owner !== undefined && !trainings.isTraining(runId)) {
        throw new UserError('run/in-use', `Process ${owner} is training ${runId}.`, {
          subject: paths.dir,
          next: 'Wait until it ends, or stop it where it was started.',
        })
      }
      return begin(runId, async (rest) => {
        const { record } = await openRun(paths.dir)
        const folder = data === undefined ? undefined : await services.access.check(data)
        const { info } = await scanRun(services, record, folder === undefined ? {} : { folder })
        const elsewhere = device === undefined ? {} : { device: await devices.choose(device) }
        return resumeTraining({ ...rest, runDir: paths.dir, dataset: info, ...elsewhere })
      })
    }),
    watch: os.training.watch.handler(async function* ({ input, signal }) {
      yield* live(input.runId).watch(signal)
    }),
    watchPairs: os.training.watchPairs.handler(async function* ({ input, signal }) {
      yield* live(input.runId).watchPairs(signal)
    }),
    watchActive: os.training.watchActive.handler(async function* ({ signal }) {
      yield* trainings.watchActive(signal)
    }),
    pause: os.training.pause.handler(({ input }) => order('pause', input.runId)),
    resume: os.training.resume.handler(({ input }) => order('resume', input.runId)),
    stop: os.training.stop.handler(({ input }) => order('stop', input.runId)),
    cancel: os.training.cancel.handler(({ input }) => order('cancel', input.runId)),
  }
}
