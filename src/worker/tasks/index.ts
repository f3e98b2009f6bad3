/**
 * What the library process can do: a file a task, a line each here. They are loaded when first called, so that a process
 * that makes thumbnails never loads a tensor library.
 */
import type { TaskContext } from './task.ts'

export const TASKS = {
  scan: async () => (await import('./scan.ts')).scan,
  lookAlikes: async () => (await import('./look-alikes.ts')).lookAlikes,
  thumbnail: async () => (await import('./thumbnail.ts')).thumbnail,
  showPictures: async () => (await import('./show-pictures.ts')).show,
  estimate: async () => (await import('./estimate.ts')).estimate,
  chooseDevice: async () => (await import('./choose-device.ts')).choose,
  checkRun: async () => (await import('./checks.ts')).run,
  checkTraining: async () => (await import('./checks.ts')).training,
  locateEvaluated: async () => (await import('./locate-evaluated.ts')).locateEvaluated,
  scanRun: async () => (await import('./scan-run.ts')).scanRun,
  evaluate: async () => (await import('./evaluate.ts')).evaluate,
  possible: async () => (await import('./evaluate.ts')).possible,
  inspectProtocol: async () => (await import('./inspect-protocol.ts')).inspect,
  listTrials: async () => (await import('./trials.ts')).list,
  showTrial: async () => (await import('./trials.ts')).show,
  trialLuck: async () => (await import('./trials.ts')).luck,
  neighbours: async () => (await import('./neighbours.ts')).neighbours,
  prepareOcclusion: async () => (await import('./occlusion-subject.ts')).prepareOcclusion,
  occlusion: async () => (await import('./occlusion.ts')).occlusion,
  trialsJson: async () => (await import('./trials.ts')).json,
  trialsCsv: async () => (await import('./trials.ts')).csv,
  compareRuns: async () => (await import('./compare-runs.ts')).compareRuns,
  curve: async () => (await import('./figures.ts')).curve,
  curveBaselines: async () => (await import('./figures.ts')).curveBaselines,
  confusion: async () => (await import('./figures.ts')).confusion,
  verification: async () => (await import('./figures.ts')).verification,
  makeReport: async () => (await import('./make-report.ts')).makeReport,
  exportRun: async () => (await import('./export.ts')).exportTask,
  possibleMaps: async () => (await import('./maps.ts')).possible,
  findMap: async () => (await import('./maps.ts')).find,
  mapCodes: async () => (await import('./maps.ts')).codes,
  makeMap: async () => (await import('./maps.ts')).make,
  mapNeighbours: async () => (await import('./maps.ts')).neighbours,
  devices: async () => (await import('./devices.ts')).devices,
}

type Tasks = typeof TASKS
type TaskOf<Name extends TaskName> = Awaited<ReturnType<Tasks[Name]>>

export type TaskName = keyof Tasks
export type TaskInput<Name extends TaskName> = Parameters<TaskOf<Name>>[0]
export type TaskResult<Name extends TaskName> = Awaited<ReturnType<TaskOf<Name>>>
export type TaskProgress<Name extends TaskName> =
  Parameters<TaskOf<Name>>[1] extends TaskContext<infer Progress> ? Progress : never
