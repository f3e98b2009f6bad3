/** What must be beaten on the same trials, measured once and kept: it does not depend on what a run has learnt. */
import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { BaselineName, Codes, EvaluationResult, PairScore } from '../../shared/evaluation.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { cacheFolder } from '../dataset/cache-folder.ts'
import { DECODER_VERSION } from '../dataset/decode/decode.ts'
import type { PictureTarget } from '../dataset/index.ts'
import { backbonePath } from '../engine/index.ts'
import { baselines, rasterTarget } from '../evaluation/index.ts'
import type { DenseProtocol } from '../evaluation/index.ts'
import { currentVersions, readJson, writeAtomic } from '../runs/index.ts'
import type { Trained } from './open-trained.ts'
import type { OpenReader } from './picture-sources.ts'
import type { Subject } from './subject.ts'

/** Raised whenever the same pictures and trials would earn other credits than before. */
const BASELINES_VERSION = 1

export interface MeasureOptions {
  /** Views averaged in the untrained network's codes. */
  readonly views: number
  /** The untrained network's codes of the dense protocol's pictures. */
  readonly untrained: () => Promise<{ readonly codes: Codes; readonly score: PairScore }>
  /** @default the user's cache folder */
  readonly cacheDir?: string
  /** Trials of the baseline under way; never called for one that is kept. */
  readonly onProgress?: (done: number, total: number) => void
}

/** What decides the answers of a baseline besides the trials. */
export type BaselineFacts =
  | { readonly baseline: 'pixels' | 'hausdorff'; readonly target: PictureTarget }
  | {
      readonly baseline: 'untrained'
      readonly recipe: Recipe
      readonly device: string
      readonly views: number
      /** SHA-256 of the frozen network's file, where there is one. */
      readonly backbone?: string
    }

/**
 * Under what a baseline's credits are kept: the trials by content, what decides the answers to them, and the versions of
 * everything that computes.
 * @param hash of the protocol
 */
export function baselineKey(hash: string, facts: BaselineFacts): string {
  const own =
    facts.baseline === 'untrained'
      ? { ...facts, recipe: { input: facts.recipe.input, encoder: facts.recipe.encoder, head: facts.recipe.head } }
      : facts
  const seed = facts.baseline === 'untrained' ? facts.recipe.seed : null
  const versions = { own: BASELINES_VERSION, decoder: DECODER_VERSION, ...currentVersions() }
  return createHash('sha256')
    .update(JSON.stringify([hash, own, seed, versions]))
    .digest('hex')
}

const keptSchema = (trials: number) =>
  z.object({ credits: z.array(z.number().min(0).max(1)).length(trials).readonly() })

/** Baselines on the trials of an evaluation; those measured before on the same trials are read from the cache. */
export async function measureBaselines(
  trained: Trained,
  { source, protocol }: Subject,
  dense: DenseProtocol,
  { views, untrained, cacheDir, onProgress }: MeasureOptions,
): Promise<EvaluationResult['baselines']> {
  const { recipe } = trained.run.record
  const target = rasterTarget(source.pictures, protocol, recipe.input, source.colour)
  const factsOf = async (baseline: BaselineName): Promise<BaselineFacts> => {
    if (baseline !== 'untrained') return { baseline, target }
    return { baseline, recipe, device: trained.device, views, ...(await backboneOf(recipe)) }
  }
  let opening: Promise<OpenReader> | undefined
  const read = async (row: number) => {
    const reader = await (opening ??= source.open(target))
    return { ...target, data: await reader.read([dense.pictures[row]!]) }
  }
  try {
    return await baselines(dense.protocol, {
      untrained,
      read,
      colour: source.colour,
      ...(onProgress === undefined ? {} : { onProgress: (_, done, total) => onProgress(done, total) }),
      keep: async (name, make) => {
        const key = baselineKey(protocol.hash, await factsOf(name))
        const kept = await keptAs(key, cacheDir, keptSchema(protocol.trials.length), async () => {
          onProgress?.(0, protocol.trials.length)
          return { baseline: name, protocol: protocol.hash, credits: await make() }
        })
        return kept.credits
      },
    })
  } finally {
    await opening?.then(
      (reader) => reader.close(),
      () => undefined,
    )
  }
}

/** What is kept of a baseline under a name; made and kept where it is not there. */
export async function keptAs<Kept>(
  name: string,
  cacheDir: string | undefined,
  schema: z.ZodType<Kept>,
  make: () => Promise<Kept>,
): Promise<Kept> {
  const file = path.join(cacheDir ?? cacheFolder(), 'baselines', `${name}.json`)
  const kept = await readJson(file, schema).catch(() => undefined)
  if (kept !== undefined) return kept
  const made = await make()
  // A full disk costs time the next time, not this result.
  await keep(file, made).catch(() => undefined)
  return made
}

async function keep(file: string, value: unknown): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeAtomic(file, [new TextEncoder().encode(`${JSON.stringify(value)}\n`)])
}

/** The features of a frozen network are those of its file, whatever the file is called. */
async function backboneOf({ encoder }: Recipe): Promise<{ backbone?: string }> {
  if (encoder.kind !== 'backbone') return {}
  const bytes = await readFile(backbonePath(encoder.model))
  return { backbone: createHash('sha256').update(bytes).digest('hex') }
}
