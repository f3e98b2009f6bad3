/** What a training will take, measured with a few steps on this computer and remembered. */
import { readFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { Rng } from '../../shared/random.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { cacheFolder, sha256, writeAll, writeWhole } from '../dataset/cache-folder.ts'
import { compile, floatTensor, intTensor, sizeOf, zeroState } from '../engine/index.ts'
import type { DeviceName } from '../engine/index.ts'
import { createNetwork } from '../model/network.ts'
import { batchShape, trainingProgram } from '../model/training-program.ts'
import { currentVersions } from '../runs/index.ts'
import { FrozenFeatures } from '../trained/frozen-features.ts'
import { createSampler } from '../training/sampling/sampler.ts'

export interface CostOptions {
  readonly recipe: Recipe
  readonly device: DeviceName
  /** Hashes of the pictures a frozen network has to look at. */
  readonly hashes: readonly string[]
  /** Where measurements are kept. @default the user's cache folder */
  readonly cacheDir?: string
  readonly signal?: AbortSignal
}

/** Per step of a training by gradient, or per picture of a frozen network. */
export interface Cost {
  readonly seconds: number
  /** Of the state that is trained, or of a frozen network's features. */
  readonly stateBytes: number
  /** Pictures whose features are not there yet; 0 for a training by gradient. */
  readonly missing: number
}

/** Goes up when something else is measured. */
const MEASUREMENT = 1
/** The first step makes the device ready and is not timed. */
const TIMED_STEPS = 3
/** A step so slow tells enough alone. */
const SLOW_SECONDS = 3
/** Pictures a frozen network is timed on. */
const TIMED_PICTURES = 16

const measuredSchema = z.object({ seconds: z.number().positive(), stateBytes: z.number().int().positive() })
type Measured = z.infer<typeof measuredSchema>

/** All that decides how long a step takes. */
function keyOf({ input, encoder, head, loss, sampler, optimiser }: Recipe, device: DeviceName): string {
  const processor = [cpus()[0]?.model ?? '', cpus().length]
  const shape = { input, encoder, head, loss, sampler, optimiser }
  return sha256(JSON.stringify([MEASUREMENT, shape, device, currentVersions(), processor])).slice(0, 32)
}

async function timed(run: () => Promise<unknown>, signal: AbortSignal | undefined): Promise<number> {
  await run()
  const seconds: number[] = []
  while (seconds.length < TIMED_STEPS && !seconds.some((each) => each > SLOW_SECONDS)) {
    signal?.throwIfAborted()
    const begin = performance.now()
    await run()
    seconds.push((performance.now() - begin) / 1000)
  }
  // The median: another program's hiccup must not count.
  return seconds.sort((a, b) => a - b)[seconds.length >> 1] as number
}

/** Labels as the sampler gives them, drawn from classes that are large enough for any batch. */
function labelsOf({ sampler, seed }: Recipe): Int32Array {
  const way = sampler.kind === 'balanced' ? sampler.classes : sampler.kind === 'episodes' ? sampler.way : 2
  const each =
    sampler.kind === 'balanced' ? sampler.pictures : sampler.kind === 'episodes' ? sampler.shot + sampler.queries : 2
  const classes = Array.from({ length: way }, (_, i) => Array.from({ length: each }, (__, k) => i * each + k))
  return createSampler(sampler, classes, seed).batch(0).labels
}

async function measureStep(recipe: Recipe, device: DeviceName, signal: AbortSignal | undefined): Promise<Measured> {
  const network = createNetwork(recipe)
  const program = trainingProgram(recipe, network)
  const executable = await compile(program, device)
  try {
    await executable.writeState({ ...zeroState(program.state), ...network.init(new Rng(recipe.seed, 'init')) })
    const rng = new Rng(recipe.seed, 'estimate')
    const { pictures, labels } = batchShape(recipe)
    const { width, height, channels } = recipe.input
    const images = Float32Array.from({ length: pictures * width * height * channels }, () => rng.next())
    const one = labelsOf(recipe)
    const inputs = {
      images: floatTensor([pictures, height, width, channels], images),
      labels: intTensor(
        [labels],
        Int32Array.from({ length: labels }, (_, i) => one[i % one.length] as number),
      ),
      rate: floatTensor([], Float32Array.of(1e-6)),
    }
    const seconds = await timed(() => executable.run(inputs), signal)
    const numbers = Object.values(program.state).reduce((sum, { shape }) => sum + sizeOf(shape), 0)
    return { seconds, stateBytes: 4 * numbers }
  } finally {
    await executable.dispose()
  }
}

async function measurePicture(features: FrozenFeatures, { input }: Recipe): Promise<Measured> {
  const pixels = new Uint8Array(TIMED_PICTURES * input.width * input.height * input.channels).fill(128)
  // Without hashes: nothing of it is kept.
  const reader = {
    read: (indices: readonly number[]) => pixels.subarray(0, (indices.length * pixels.length) / TIMED_PICTURES),
  }
  const indices = Array.from({ length: TIMED_PICTURES }, (_, i) => i)
  const batch = await timed(() => features.extract(reader, indices), undefined)
  return { seconds: batch / TIMED_PICTURES, stateBytes: 4 * features.size }
}

async function remembered(file: string, measure: () => Promise<Measured>): Promise<Measured> {
  try {
    return measuredSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    // Absent, or not as we write it: then it is measured again.
  }
  const measured = await measure()
  const bytes = Buffer.from(JSON.stringify(measured))
  // A cache that cannot be written costs only time.
  await writeWhole(file, (fd) => writeAll(fd, bytes, 0)).catch(() => undefined)
  return measured
}

/**
 * Seconds and bytes of a step, measured unless that was done here before.
 * @throws UserError `engine/…` or `recipe/…` when the recipe cannot be trained on the device
 */
export async function estimateCost({
  recipe,
  device,
  hashes,
  cacheDir = cacheFolder(),
  signal,
}: CostOptions): Promise<Cost> {
  const file = path.join(cacheDir, 'estimates', `${keyOf(recipe, device)}.json`)
  if (recipe.encoder.kind !== 'backbone') {
    return { ...(await remembered(file, () => measureStep(recipe, device, signal))), missing: 0 }
  }
  const features = await FrozenFeatures.open(recipe, device, cacheDir)
  try {
    return { ...(await remembered(file, () => measurePicture(features, recipe))), missing: features.missing(hashes) }
  } finally {
    await features.dispose()
  }
}
