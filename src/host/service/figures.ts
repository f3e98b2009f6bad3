/** Figures of a run's held-out classes. The work is done in the compute lane. */
import type { CurveBaselines, CurveFigure, FigureEvent, VerificationFigure } from '../../shared/contract/figures.ts'
import type { WayAccuracy } from '../../shared/figures.ts'
import { os } from './procedures.ts'
import type { RunShelf } from './shelves/run-shelf.ts'
import type { Services } from './services.ts'
import { streamed } from './stream.ts'
import { trialSource } from './trial-pictures.ts'

/** The choice without what the person left to the program. */
function made<Choice extends object>(choice: Choice): { [Key in keyof Choice]: Exclude<Choice[Key], null> } {
  return Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== null)) as {
    [Key in keyof Choice]: Exclude<Choice[Key], null>
  }
}

const told = (points: readonly WayAccuracy[]) =>
  points.map(({ interval: [low, high], ...point }) => ({ ...point, interval: [low, high] as [number, number] }))

export function figuresProcedures(services: Services, shelf: RunShelf) {
  const { cacheDir, lanes } = services
  return {
    confusion: os.figures.confusion.handler(async ({ input: { runId, id }, signal }) => {
      const paths = shelf.paths(runId)
      const call = { runDir: paths.dir, id, cacheDir }
      const confusion = await lanes.compute.call('confusion', call, signal ? { signal } : {})
      const source = await trialSource(services, paths, id)
      const classes = confusion.classes.map((picture) => ({ ...picture, source }))
      return { ...confusion, classes, cells: [...confusion.cells] }
    }),
    curve: os.figures.curve.handler(async function* ({ input: { runId, ...choice }, signal }) {
      const { dir: runDir } = shelf.paths(runId)
      yield* streamed<FigureEvent<CurveFigure>, FigureEvent<CurveFigure>>(async (report, stop) => {
        const call = { runDir, cacheDir, choice: made(choice) }
        const figure = await lanes.compute.call('curve', call, {
          signal: stop,
          onProgress: (progress) => report({ kind: 'progress', ...progress }),
        })
        return { kind: 'done', figure: { ...figure, points: told(figure.points) } }
      }, signal)
    }),
    curveBaselines: os.figures.curveBaselines.handler(async function* ({ input: { runId, ...choice }, signal }) {
      const { dir: runDir } = shelf.paths(runId)
      yield* streamed<FigureEvent<CurveBaselines>, FigureEvent<CurveBaselines>>(async (report, stop) => {
        const call = { runDir, cacheDir, choice: made(choice) }
        const { pixels, hausdorff, untrained } = await lanes.compute.call('curveBaselines', call, {
          signal: stop,
          onProgress: (progress) => report({ kind: 'progress', ...progress }),
        })
        return {
          kind: 'done',
          figure: {
            pixels: told(pixels),
            ...(hausdorff && { hausdorff: told(hausdorff) }),
            untrained: told(untrained),
          },
        }
      }, signal)
    }),
    verification: os.figures.verification.handler(async function* ({ input: { runId, ...choice }, signal }) {
      const { dir: runDir } = shelf.paths(runId)
      yield* streamed<FigureEvent<VerificationFigure>, FigureEvent<VerificationFigure>>(async (report, stop) => {
        const call = { runDir, cacheDir, choice: made(choice) }
        const figure = await lanes.compute.call('verification', call, {
          signal: stop,
          onProgress: (progress) => report({ kind: 'progress', ...progress }),
        })
        return { kind: 'done', figure: { ...figure, points: [...figure.points], roc: [...figure.roc] } }
      }, signal)
    }),
  }
}
