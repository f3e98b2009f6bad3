/** A few real pictures with the run's own answers: they go beside the export, and the export is checked against them. */
import type { InputSpec, Recipe } from '../../shared/recipe.ts'
import { decodeFile } from '../dataset/index.ts'
import { openSource } from '../dataset/sources/open-source.ts'
import { compareText, isIgnoredName } from '../dataset/sources/source.ts'
import { rowDistance } from '../evaluation/score.ts'
import { resourcePath } from '../program-files.ts'
import { prepareBatch } from '../training/augment/index.ts'
import type { Embedder } from '../trained/index.ts'
import { isInverted } from './describe.ts'
import type { NpyArray } from './npy.ts'

/** Four: few enough for every format's slowest reader. */
const GOLDEN_PICTURES = 4
/** Files looked at before a data set is given up. */
const TRIES = 40

const SAMPLES = { 1: 'omniglot-background-small1', 3: 'emoji-objects' } as const

/** Decoded pictures and where they come from. */
export interface GoldenPictures {
  /** uint8 [names.length, height, width, channels] */
  readonly pixels: Uint8Array
  readonly names: readonly string[]
}

export interface Golden {
  /** As the exported model takes them, [n, height, width, channels]. */
  readonly inputs: NpyArray
  /** The run's own codes of one view, [n, codes]. */
  readonly outputs: NpyArray
  /** Distance of picture i (the query) to picture i + 1, the last to the first, [n]. */
  readonly distances: NpyArray
}

/** Pictures from the run's data set, or where that is gone, from the bundled sample. @param root folder or zip */
export async function goldenPictures(root: string, input: InputSpec): Promise<GoldenPictures> {
  const own = await someOf(root, input).catch(() => undefined)
  if (own && own.names.length > 0) return own
  const sample = `samples/${SAMPLES[input.channels]}.zip`
  return someOf(resourcePath(sample) ?? sample, input)
}

async function someOf(root: string, { width, height, channels, fit }: InputSpec): Promise<GoldenPictures> {
  const { source } = openSource(root)
  try {
    const { files } = await source.list()
    const paths = files
      .filter(({ path, size }) => size > 0 && !path.split('/').some(isIgnoredName))
      .map(({ path }) => path)
      .sort(compareText)
    const pictures: Uint8Array[] = []
    const names: string[] = []
    for (const path of spread(paths, TRIES)) {
      const made = await source
        .read(path)
        .then((bytes) => decodeFile(bytes, { width, height, channels, fit }))
        .catch(() => undefined)
      if (!made) continue
      pictures.push(made)
      names.push(path)
      if (pictures.length === GOLDEN_PICTURES) break
    }
    return { pixels: new Uint8Array(Buffer.concat(pictures)), names }
  } finally {
    source.close()
  }
}

/** Up to `count` entries, the first ones far apart: of different classes, where files are listed by class. */
function spread(paths: readonly string[], count: number): string[] {
  const order = Array.from({ length: Math.min(count, paths.length) }, (_, i) => (i * GOLDEN_RATIO) % 1)
  return [...new Set(order.map((share) => paths[Math.floor(share * paths.length)] as string))]
}

/** Its multiples fill an interval evenly, wherever one stops. */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2

/** Inputs and the run's own outputs for them. @param fold whether the export takes bytes */
export async function makeGolden(
  embedder: Embedder,
  recipe: Recipe,
  { pixels, names }: GoldenPictures,
  fold: boolean,
): Promise<Golden> {
  const { width, height, channels } = recipe.input
  const length = width * height * channels
  const count = names.length
  const reader = {
    read: (indices: readonly number[]) =>
      new Uint8Array(Buffer.concat(indices.map((index) => pixels.subarray(index * length, (index + 1) * length)))),
  }
  const codes = await embedder.embed(reader, [...names.keys()], { views: 1 })
  const images = new Float32Array(pixels.length)
  prepareBatch({ pixels, count, width, height, channels }, isInverted(recipe), images)
  const distance = rowDistance({ data: codes, count, size: embedder.size }, embedder.score)
  return {
    inputs: { shape: [count, height, width, channels], data: fold ? pixels : images },
    outputs: { shape: [count, embedder.size], data: codes },
    distances: { shape: [count], data: Float32Array.from(names, (_, i) => distance(i, [(i + 1) % count])) },
  }
}
