/** One-shot evaluation of a run: from its folder to a number that may be printed, with what it must beat. */
import { mkdir } from 'node:fs/promises'
import type { Codes, EvaluationResult, Protocol } from '../../shared/evaluation.ts'
import { isOmniglot } from '../../shared/published.ts'
import { denseProtocol, evaluate, pictureName, saveProtocol } from '../evaluation/index.ts'
import type { DenseProtocol } from '../evaluation/index.ts'
import { evaluationFile, noteTestUse, protocolFile, writeError, writeJson } from '../runs/index.ts'
import { measureBaselines } from './baselines.ts'
import type { ProtocolChoice } from './choose-protocol.ts'
import { codesKey, KeepingEmbedder } from './code-cache.ts'
import type { Embedder } from './embedder.ts'
import { openTrained } from './open-trained.ts'
import type { OpenTrainedOptions, Trained } from './open-trained.ts'
import type { PictureSource } from './picture-sources.ts'
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

/** Codes of the trials' pictures. */
async function embed(
  { run }: Trained,
  embedder: Embedder,
  source: PictureSource,
  { pictures }: DenseProtocol,
  report: Report,
): Promise<Codes> {
  const { width, height, channels, fit } = run.record.recipe.input
  const reader = await source.open({ width, height, channels, fit }, (done, total) => report('reading', done, total))
  try {
    const onProgress = (done: number, total: number) => report('embedding', done, total)
    const data = await embedder.embed(reader, pictures, { onProgress })
    return { data, count: pictures.length, size: embedder.size }
  } finally {
    reader.close()
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
    const { source, protocol, parts } = subject
    const dense = denseProtocol(protocol)
    const { recipe } = trained.run.record
    const views = options.views ?? recipe.views
    const key = await codesKey(recipe, trained.checkpoint.checksum, trained.device, views)
    const embedder = new KeepingEmbedder(trained.embedder, key, views, options.cacheDir)
    const codes = await embed(trained, embedder, source, dense, report)
    const untrained = async () => {
      const blankKey = await codesKey(recipe, `untrained ${recipe.seed}`, trained.device, views)
      const blank = new KeepingEmbedder(await trained.untrained(), blankKey, views, options.cacheDir)
      try {
        return { codes: await embed(trained, blank, source, dense, report), score: blank.score }
      } finally {
        await blank.dispose()
      }
    }
    const pictures = dense.pictures.map((picture) => ({ path: pictureName(source.pictures[picture]!) }))
    const found = await evaluate({
      pictures,
      codes,
      score: embedder.score,
      protocol: dense.protocol,
    })
    const result: EvaluationResult = {
      ...found,
      ...(parts && parts.training > 0 ? { seen: parts.training } : {}),
      ...(isOmniglot(pictures.map(({ path }) => path)) ? { omniglot: true } : {}),
      baselines:
        (options.baselines ?? true)
          ? await measureBaselines(trained, subject, dense, {
              views,
              untrained,
              ...(options.cacheDir === undefined ? {} : { cacheDir: options.cacheDir }),
              onProgress: (done, total) => report('baselines', done, total),
            })
          : {},
    }
    if (options.save ?? true) await keep(trained, subject, { ...result, views, codes: key })
    return result
  } finally {
    await trained.dispose()
  }
}

/** The numbers, the trials they stand on, and that test classes were looked at. */
async function keep(
  { run, checkpoint, device }: Trained,
  { base, protocol, parts }: Subject,
  result: EvaluationResult & { views: number; codes: string },
): Promise<void> {
  const { paths } = run
  await mkdir(paths.protocols, { recursive: true }).catch((error: unknown) => {
    throw writeError(paths.protocols, error)
  })
  await saveProtocol(protocolFile(paths, protocol.hash), protocol, base)
  if (parts && parts.test > 0) await noteTestUse(paths, protocol)
  const { step } = checkpoint.loop
  const about = { created: new Date().toISOString(), step, device, data: { root: base.root, hash: base.hash } }
  await writeJson(evaluationFile(paths, evaluationId(protocol)), { ...about, ...result })
}
