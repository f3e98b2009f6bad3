/** Training with a frozen network: its features are read once, and the head is fitted in closed form. */
import type { Accuracy, Protocol } from '../../../shared/evaluation.ts'
import type { DoneEvent } from '../../../shared/training.ts'
import type { PackedPictures } from '../../dataset/index.ts'
import { picturesOf, scoreTrials, summarise } from '../../evaluation/index.ts'
import { fitWhitening } from '../../model/whitening/index.ts'
import { MetricsWriter, truncateMetrics } from '../../runs/index.ts'
import { BackboneEmbedder, stateOfWhitening } from '../../trained/backbone-embedder.ts'
import { embedPictures } from '../../trained/embedder.ts'
import type { PictureReader } from '../../trained/embedder.ts'
import { FrozenFeatures } from '../../trained/frozen-features.ts'
import { saveCheckpoint } from '../checkpoint/index.ts'
import { freshLoopState } from '../loop/loop-options.ts'
import { openRunPictures, phaseReporter, trainingClasses } from './open.ts'
import type { Session } from './open.ts'
import { validationProtocol } from './validation.ts'

/** Pictures that are only decoded when a feature is missing. */
function lazyPictures(session: Session): PictureReader & { close(): void } {
  let opened: Promise<PackedPictures> | undefined
  return {
    read: async (indices) => (await (opened ??= openRunPictures(session))).read(indices),
    hash: (index) => session.dataset.pictures[index]?.hash,
    close: () => void opened?.then((pictures) => pictures.close()).catch(() => undefined),
  }
}

/** Labels of the training pictures: the class of each. */
function fitted(session: Session): { indices: number[]; labels: number[] } {
  const classes = trainingClasses(session)
  return { indices: classes.flat(), labels: classes.flatMap((pictures, label) => pictures.map(() => label)) }
}

/** Reads the features of the pictures into the cache; ends early when the training is stopped. */
async function readFeatures(
  { options: { control, onEvent } }: Session,
  features: FrozenFeatures,
  pictures: PictureReader,
  indices: readonly number[],
): Promise<void> {
  const report = phaseReporter(onEvent, 'features')
  let isHeld = true
  while (isHeld && control.order === 'go') {
    await features.extract(pictures, indices, (done, total) => {
      report(done, total)
      isHeld = control.isPaused || control.order !== 'go'
      return !isHeld
    })
    if (control.isPaused) onEvent({ kind: 'phase', phase: 'paused', done: null, total: null })
    await control.released()
  }
}

/** Measures what was fitted, and puts it on the run's curve. */
async function validate(
  { run, dataset, options: { onEvent } }: Session,
  embedder: BackboneEmbedder,
  pictures: PictureReader,
  trials: Protocol,
  seconds: () => number,
): Promise<Accuracy> {
  onEvent({ kind: 'phase', phase: 'validating', done: null, total: null })
  const codes = await embedPictures(embedder, pictures, dataset.pictures.length, picturesOf(trials))
  const { way, shot, hash } = trials
  const found = summarise(scoreTrials(codes, embedder.score, trials), way)
  const interval: [number, number] = [...found.interval]
  const figures = { ...found, interval, way, shot, protocol: hash, best: true }
  const metrics = await MetricsWriter.open(run.paths.metrics)
  await metrics.append({ step: 1, time: Number(seconds().toFixed(3)), ...figures })
  await metrics.close()
  onEvent({ kind: 'validation', step: 1, seconds: seconds(), ...figures })
  return found
}

/** Fits the head of a frozen network and validates it. There is one "step". */
export async function trainBackbone(session: Session): Promise<DoneEvent> {
  const begin = performance.now()
  const seconds = () => (performance.now() - begin) / 1000
  const { run, dataset, options } = session
  const { recipe, device } = run.record
  const { control, onEvent } = options
  await truncateMetrics(run.paths.metrics, 0)
  const protocol = await validationProtocol(session)
  const pictures = lazyPictures(session)
  const features = await FrozenFeatures.open(recipe, device, options.cacheDir)
  try {
    const { indices, labels } = fitted(session)
    const asked = [...new Set([...indices, ...(protocol ? picturesOf(protocol) : [])])]
    await readFeatures(session, features, pictures, asked)
    if (control.order !== 'go') {
      // Nothing to save: what was read is kept by picture and not read again.
      return {
        kind: 'done',
        reason: control.order === 'stop' ? 'stopped' : 'cancelled',
        step: 0,
        seconds: seconds(),
        best: null,
      }
    }
    onEvent({ kind: 'phase', phase: 'fitting', done: null, total: null })
    const shrinkage = recipe.loss.kind === 'whitening' ? recipe.loss.shrinkage : null
    const rows = await features.extract(pictures, indices)
    const state = stateOfWhitening(fitWhitening(rows, features.size, labels, { shrinkage, seed: recipe.seed }))
    const embedder = new BackboneEmbedder(features)
    embedder.setState(state)
    const accuracy = protocol && (await validate(session, embedder, pictures, protocol, seconds))
    const best = { step: 1, accuracy: accuracy?.accuracy ?? null, low: accuracy?.interval[0] ?? null }
    const loop = { ...freshLoopState(), step: 1, seconds: seconds(), best, ended: 'budget' as const }
    for (const name of ['best', 'last'] as const) {
      await saveCheckpoint(run.paths[name], { recipe, dataset: dataset.hash, loop, state })
      onEvent({ kind: 'checkpoint', step: 1, name })
    }
    return {
      kind: 'done',
      reason: 'budget',
      step: 1,
      seconds: loop.seconds,
      best: { step: 1, accuracy: best.accuracy },
    }
  } finally {
    await features.dispose()
    pictures.close()
  }
}
