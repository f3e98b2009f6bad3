/** One-shot evaluation of a run: from its folder to a number that may be printed, with what it must beat. */
import { mkdir } from 'node:fs/promises'
import type { Codes, EvaluationResult, Protocol } from '../../shared/evaluation.ts'
import { evaluate, picturesOf, rasterTarget, saveProtocol } from '../evaluation/index.ts'
import type { BaselineOptions } from '../evaluation/index.ts'
import { evaluationFile, noteTestUse, protocolFile, writeError, writeJson } from '../runs/index.ts'
import type { ProtocolChoice } from './choose-protocol.ts'
import { codesKey, KeepingEmbedder } from './code-cache.ts'
import { embedPictures } from './embedder.ts'
import type { Embedder } from './embedder.ts'
import { openTrained } from './open-trained.ts'
import type { OpenTrainedOptions, Trained } from './open-trained.ts'
import { openSubject } from './subject.ts'
import type { Subject } from './subject.ts'

type Doing = 'reading' | 'embedding' | 'baselines'
type Report = (doing: Doing, done: number, total: number) => void

export interface EvaluateRunOptions extends OpenTrainedOptions, ProtocolChoice {
  /** Folder or zip of other pictures, or where the run's own lie now. @default where they were */
  readonly data?: string
  /** Slightly changed views whose codes are averaged. @default the recipe's */
  readonly views?: number
  /** Also measures what must be beaten. @default true */
  readonly baselines?: boolean
  /** Keeps the result in the run's `evaluations`. @default true */
  readonly save?: boolean
  readonly onProgress?: Report
  /** Ends it early, with the signal's reason. */
  readonly signal?: AbortSignal
}

async function embed(
  trained: Trained,
  embedder: Embedder,
  { source, protocol }: Subject,
  report: Report,
): Promise<Codes> {
  const { width, height, channels, fit } = trained.run.record.recipe.input
  const reader = await source.open({ width, height, channels, fit }, (done, total) => report('reading', done, total))
  try {
    return await embedPictures(embedder, reader, source.pictures.length, picturesOf(protocol), {
      onProgress: (done, total) => report('embedding', done, total),
    })
  } finally {
    reader.close()
  }
}

/** Runs `use` with the baselines' pictures and the untrained network's codes at hand. */
async function withBaselines<T>(
  trained: Trained,
  subject: Subject,
  { wanted, blank, report }: { wanted: boolean; blank: () => Promise<Embedder>; report: Report },
  use: (baselines: BaselineOptions) => Promise<T>,
): Promise<T> {
  if (!wanted) return use({})
  report('baselines', 0, 1)
  const { source, protocol } = subject
  const target = rasterTarget(source.pictures, protocol, trained.run.record.recipe.input, source.colour)
  const untrained = await untrainedCodes(trained, await blank(), subject, report)
  const reader = await source.open(target)
  try {
    const read = async (picture: number) => ({ ...target, data: await reader.read([picture]) })
    return await use({ untrained, read, colour: source.colour })
  } finally {
    reader.close()
  }
}

async function untrainedCodes(trained: Trained, blank: Embedder, subject: Subject, report: Report) {
  try {
    return { codes: await embed(trained, blank, subject, report), score: blank.score }
  } finally {
    await blank.dispose()
  }
}

/** Name of an evaluation: made of the protocol's name and the beginning of its hash. */
export function evaluationId({ name, hash }: Pick<Protocol, 'name' | 'hash'>): string {
  const words = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return `${words.replaceAll(/^-|-$/g, '').slice(0, 60)}-${hash.slice(0, 8)}`
}

/**
 * Evaluates a run on classes it was not trained on, on other pictures, or on the published Omniglot runs
 * (`protocol: 'lake:FOLDER'`), and keeps the result in the run, with its trials.
 * @throws UserError that says what is missing or what is possible instead
 */
export async function evaluateRun(runDir: string, options: EvaluateRunOptions = {}): Promise<EvaluationResult> {
  const report = (doing: Doing, done: number, total: number) => {
    options.signal?.throwIfAborted()
    options.onProgress?.(doing, done, total)
  }
  const trained = await openTrained(runDir, options)
  try {
    const subject = await openSubject(trained.run, {
      ...options,
      onReading: (done, total) => report('reading', done, total),
    })
    const { source, protocol } = subject
    const views = options.views ?? trained.run.record.recipe.views
    const key = codesKey(trained.run.record.recipe, trained.checkpoint.checksum, trained.device, views)
    const embedder = new KeepingEmbedder(trained.embedder, key, views, options.cacheDir)
    const codes = await embed(trained, embedder, subject, report)
    const blankKey = codesKey(
      trained.run.record.recipe,
      `untrained ${trained.run.record.recipe.seed}`,
      trained.device,
      views,
    )
    const blank = async () => new KeepingEmbedder(await trained.untrained(), blankKey, views, options.cacheDir)
    const result = await withBaselines(
      trained,
      subject,
      { wanted: options.baselines ?? true, blank, report },
      (baselines) => evaluate({ pictures: source.pictures, codes, score: embedder.score, protocol, baselines }),
    )
    if (options.save ?? true) await keep(trained, subject, { ...result, views, codes: key })
    return result
  } finally {
    await trained.dispose()
  }
}

/** The numbers, the trials they stand on, and that test classes were looked at. */
async function keep(
  { run, checkpoint, device }: Trained,
  { source, protocol, isTest }: Subject,
  result: EvaluationResult & { views: number; codes: string },
): Promise<void> {
  const { paths } = run
  await mkdir(paths.protocols, { recursive: true }).catch((error: unknown) => {
    throw writeError(paths.protocols, error)
  })
  await saveProtocol(protocolFile(paths, protocol.hash), protocol, source)
  if (isTest) await noteTestUse(paths, protocol)
  const { step } = checkpoint.loop
  const about = { created: new Date().toISOString(), step, device, data: { root: source.root, hash: source.hash } }
  await writeJson(evaluationFile(paths, evaluationId(protocol)), { ...about, ...result })
}
