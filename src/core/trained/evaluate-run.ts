/** One-shot evaluation of a run: from its folder to a number that may be printed, with what it must beat. */
import path from 'node:path'
import type { EvaluationResult, Protocol } from '../../shared/evaluation.ts'
import { scanDataset } from '../dataset/index.ts'
import { evaluate, loadLakeRuns, picturesOf, rasterTarget } from '../evaluation/index.ts'
import type { BaselineOptions } from '../evaluation/index.ts'
import { splitOf, writeJson } from '../runs/index.ts'
import { chooseProtocol } from './choose-protocol.ts'
import type { ProtocolChoice } from './choose-protocol.ts'
import { embedPictures } from './embedder.ts'
import type { Embedder } from './embedder.ts'
import { openTrained } from './open-trained.ts'
import type { OpenTrainedOptions, Trained } from './open-trained.ts'
import { datasetSource, fileReader } from './picture-sources.ts'
import type { PictureSource } from './picture-sources.ts'
import { scanRunDataset } from './run-dataset.ts'

export interface EvaluateRunOptions extends OpenTrainedOptions, ProtocolChoice {
  /** Folder or zip of other pictures, or where the run's own lie now. @default where they were */
  readonly data?: string
  /** Slightly changed views whose codes are averaged. @default the recipe's */
  readonly views?: number
  /** Also measures what must be beaten. @default true */
  readonly baselines?: boolean
  /** Keeps the result in the run's `evaluations`. @default true */
  readonly save?: boolean
  readonly onProgress?: (doing: 'reading' | 'embedding' | 'baselines', done: number, total: number) => void
}

/** Pixels on each side of the published runs' pictures. */
const LAKE_SIDE = 105
const LAKE = 'lake:'

interface Subject {
  readonly source: PictureSource
  readonly protocol: Protocol
}

async function lakeSubject(folder: string): Promise<Subject> {
  const { pictures, protocol } = await loadLakeRuns(folder)
  const size = { width: LAKE_SIDE, height: LAKE_SIDE }
  const source: PictureSource = {
    root: folder,
    hash: protocol.hash,
    pictures: pictures.map((picture) => ({ ...picture, ...size })),
    colour: 'line',
    open: (target) => Promise.resolve(fileReader(pictures, target)),
  }
  return { source, protocol }
}

async function datasetSubject({ run }: Trained, options: EvaluateRunOptions): Promise<Subject> {
  const { record, paths } = run
  const { data, cacheDir, onProgress } = options
  const scan = {
    ...(cacheDir === undefined ? {} : { cacheDir }),
    onProgress: ({ done, total }: { done: number; total: number }) => onProgress?.('reading', done, total),
  }
  const dataset = data === undefined ? await scanRunDataset(record, scan) : await scanDataset(data, scan)
  const isOwn = dataset.hash === record.dataset.hash
  const split = isOwn ? splitOf(record, dataset, paths.record) : undefined
  const protocol = await chooseProtocol(options, {
    recipe: record.recipe,
    dataset,
    split,
    validation: paths.validation,
  })
  return { source: datasetSource(dataset, cacheDir), protocol }
}

async function embed(trained: Trained, embedder: Embedder, { source, protocol }: Subject, options: EvaluateRunOptions) {
  const { width, height, channels, fit } = trained.run.record.recipe.input
  const { views, onProgress } = options
  const reader = await source.open({ width, height, channels, fit }, (done, total) =>
    onProgress?.('reading', done, total),
  )
  try {
    return await embedPictures(embedder, reader, source.pictures.length, picturesOf(protocol), {
      ...(views === undefined ? {} : { views }),
      onProgress: (done, total) => onProgress?.('embedding', done, total),
    })
  } finally {
    reader.close()
  }
}

/** Runs `use` with the baselines' pictures and the untrained network's codes at hand. */
async function withBaselines<T>(
  trained: Trained,
  subject: Subject,
  options: EvaluateRunOptions,
  use: (baselines: BaselineOptions) => Promise<T>,
): Promise<T> {
  if (options.baselines === false) return use({})
  options.onProgress?.('baselines', 0, 1)
  const { source, protocol } = subject
  const target = rasterTarget(source.pictures, protocol, trained.run.record.recipe.input, source.colour)
  const untrained = await untrainedCodes(trained, subject, options)
  const reader = await source.open(target)
  try {
    const read = async (picture: number) => ({ ...target, data: await reader.read([picture]) })
    return await use({ untrained, read, colour: source.colour })
  } finally {
    reader.close()
  }
}

async function untrainedCodes(trained: Trained, subject: Subject, options: EvaluateRunOptions) {
  const blank = await trained.untrained()
  try {
    return { codes: await embed(trained, blank, subject, options), score: blank.score }
  } finally {
    await blank.dispose()
  }
}

/** A file name made of the protocol's name and the beginning of its hash. */
function fileOf({ name, hash }: Protocol): string {
  const words = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return `${words.replaceAll(/^-|-$/g, '').slice(0, 60)}-${hash.slice(0, 8)}.json`
}

/**
 * Evaluates a run on classes it was not trained on, on other pictures, or on the published Omniglot runs
 * (`protocol: 'lake:FOLDER'`), and keeps the result in the run.
 * @throws UserError that says what is missing or what is possible instead
 */
export async function evaluateRun(runDir: string, options: EvaluateRunOptions = {}): Promise<EvaluationResult> {
  const trained = await openTrained(runDir, options)
  try {
    const lake = options.protocol?.startsWith(LAKE) ? options.protocol.slice(LAKE.length) : undefined
    const subject = lake === undefined ? await datasetSubject(trained, options) : await lakeSubject(lake)
    const { source, protocol } = subject
    const codes = await embed(trained, trained.embedder, subject, options)
    const result = await withBaselines(trained, subject, options, (baselines) =>
      evaluate({ pictures: source.pictures, codes, score: trained.embedder.score, protocol, baselines }),
    )
    if (options.save ?? true) {
      const { checkpoint, run } = trained
      const { step } = checkpoint.loop
      const views = options.views ?? run.record.recipe.views
      const about = { created: new Date().toISOString(), step, views, data: { root: source.root, hash: source.hash } }
      await writeJson(path.join(run.paths.evaluations, fileOf(protocol)), { ...about, ...result })
    }
    return result
  } finally {
    await trained.dispose()
  }
}
