/** The application service: everything a page can ask for, implemented once for every carrier. */
import { TURNS } from '../../core/evaluation/protocols/turned.ts'
import { cacheFolder } from '../../core/dataset/cache-folder.ts'
import { LibraryProcess } from '../library-process.ts'
import { PathAccess } from './access.ts'
import { appProcedures } from './app.ts'
import { checksProcedures } from './checks.ts'
import { comparisonsProcedures } from './comparisons.ts'
import { datasetsProcedures } from './datasets.ts'
import { Devices } from './devices.ts'
import { embeddingsProcedures } from './embeddings.ts'
import { evaluationsProcedures } from './evaluations.ts'
import { exportsProcedures } from './exports.ts'
import { figuresProcedures } from './figures.ts'
import { filesProcedures } from './files.ts'
import { OpenDatasets } from './open-datasets.ts'
import { planProcedures } from './plan.ts'
import { Pictures } from './pictures/pictures.ts'
import type { PictureLookup } from './pictures/pictures.ts'
import { Memory } from './remembered.ts'
import { samplesFolder } from './samples.ts'
import { protocolsProcedures } from './protocols.ts'
import { ProtocolShelf } from './shelves/protocol-shelf.ts'
import { reportsProcedures } from './reports.ts'
import { RunShelf } from './shelves/run-shelf.ts'
import { runsProcedures } from './runs.ts'
import type { Services } from './services.ts'
import { trainingProcedures } from './training.ts'
import { Trainings } from './trainings/trainings.ts'
import { trialsProcedures } from './trials.ts'
import type { Host, HostOptions } from './types.ts'

export type { Host, HostOptions, Remembered } from './types.ts'

function datasetLookup(datasets: OpenDatasets): (id: string) => PictureLookup | undefined {
  return (id) => {
    const info = datasets.find(id)?.info
    return (
      info &&
      ((asked) => {
        // Beyond the pictures as they are come those turned by a quarter, a half and three quarters.
        const { length } = info.pictures
        const turn = TURNS[Math.floor(asked / length)]
        const picture = info.pictures[asked % length]
        if (turn === undefined || !picture) return undefined
        const { path, hash, width, height } = picture
        const base = info.base === undefined ? {} : { base: info.base }
        return {
          root: info.root,
          ...base,
          path,
          hash,
          longest: Math.max(width, height),
          ...(turn === 0 ? {} : { turn }),
        }
      })
    )
  }
}

function makeServices(options: HostOptions): Services {
  const cacheDir = options.cacheDir ?? cacheFolder()
  const library = () => new LibraryProcess(options.nodePath === undefined ? {} : { execPath: options.nodePath })
  const lanes = { pictures: library(), compute: library(), background: library() }
  const datasets = new OpenDatasets()
  const samples = samplesFolder()
  const always = [options.runsDir, ...(samples === undefined ? [] : [samples])]
  return {
    options,
    cacheDir,
    lanes,
    devices: new Devices(lanes.background, cacheDir),
    access: new PathAccess(options.capabilities.roots, always),
    datasets,
    pictures: new Pictures(lanes.pictures, cacheDir, datasetLookup(datasets)),
    memory: new Memory(options.stateDir, options.onRemembered ?? (() => undefined)),
  }
}

/** Starts a host. Compute processes start when they are first needed. */
export async function createHost(options: HostOptions): Promise<Host> {
  const services = makeServices(options)
  const trainings = new Trainings()
  const shelf = new RunShelf(options.runsDir, (id) => trainings.isTraining(id))
  const protocols = new ProtocolShelf(shelf)
  await services.memory.announce()
  return {
    router: {
      app: appProcedures(services),
      files: filesProcedures(services),
      checks: checksProcedures(services, shelf),
      datasets: datasetsProcedures(services),
      plan: planProcedures(services),
      training: trainingProcedures(services, shelf, trainings),
      runs: runsProcedures(services, shelf),
      evaluations: evaluationsProcedures(services, shelf, protocols),
      protocols: protocolsProcedures(services, shelf, protocols),
      trials: trialsProcedures(services, shelf),
      reports: reportsProcedures(services, shelf),
      comparisons: comparisonsProcedures(services, shelf),
      embeddings: embeddingsProcedures(services, shelf),
      figures: figuresProcedures(services, shelf),
      exports: exportsProcedures(services, shelf),
    },
    picture: (url) => services.pictures.answer(url),
    active: () => trainings.active(),
    onActive: (listener) => trainings.onActive(listener),
    close: async () => {
      await trainings.close()
      await Promise.all(Object.values(services.lanes).map((lane) => lane.close()))
    },
  }
}
