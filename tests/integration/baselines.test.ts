/** Protocols and baselines on real drawings, against figures that NumPy and SciPy gave for the same trials. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeFile, openPictures, scanDataset } from '../../src/core/dataset/index.ts'
import type { PackedPictures } from '../../src/core/dataset/index.ts'
import { readScannedFile } from '../../src/core/dataset/open-pictures.ts'
import { reopenSource } from '../../src/core/dataset/sources/open-source.ts'
import {
  baselines,
  hashTrials,
  loadLakeRuns,
  loadProtocol,
  namedProtocol,
  rasterTarget,
  scoreTrials,
  summarise,
} from '../../src/core/evaluation/index.ts'
import type { DatasetInfo } from '../../src/shared/dataset.ts'
import type { Codes, Protocol, Trial } from '../../src/shared/evaluation.ts'

const at = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const SAMPLE = at('../../resources/samples/omniglot-background-small1.zip')
const PROTOCOL = at('../fixtures/baselines/protocol.json')

const TARGET = { width: 105, height: 105, channels: 1 } as const

interface Figures {
  pixels: number
  hausdorff: number
  cosine: number
  euclidean: number
}

let folder: string
let figures: Figures
let dataset: DatasetInfo
let protocol: Protocol
let pictures: PackedPictures

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'baselines-'))
  figures = JSON.parse(await readFile(at('../fixtures/baselines/accuracy.json'), 'utf8')) as Figures
  dataset = await scanDataset(SAMPLE, { cacheDir: folder })
  protocol = await loadProtocol(PROTOCOL, dataset)
  const target = rasterTarget(dataset.pictures, protocol, { width: 35, height: 35 }, dataset.colour)
  expect(target).toEqual(TARGET)
  pictures = await openPictures(dataset, target, { cacheDir: folder })
})

/** A picture as the baselines look at it. */
const raster = (picture: number) => ({ ...TARGET, data: pictures.read([picture]) })

afterAll(async () => {
  pictures.close()
  await rm(folder, { recursive: true })
})

describe('on the Omniglot sample', () => {
  it('the Koch protocol is the same as when it was stored', () => {
    const classes = [...dataset.classes.keys()]
    expect(namedProtocol('koch', { dataset, classes, seed: 1, trials: 100 })).toEqual(protocol)
  })

  it('pixel nearest neighbour and modified Hausdorff distance agree with NumPy and SciPy', async () => {
    const { pixels, hausdorff } = await baselines(protocol, { read: raster, colour: dataset.colour })
    expect(pixels!.accuracy).toBeCloseTo(figures.pixels, 12)
    expect(hausdorff!.accuracy).toBeCloseTo(figures.hausdorff, 12)
  })

  it('trials on codes agree with NumPy', () => {
    const codes = inkOfBlocks(pictures)
    const accuracy = (kind: 'cosine' | 'euclidean') =>
      summarise(scoreTrials(codes, { kind, normalise: false }, protocol), protocol.way).accuracy
    expect(accuracy('cosine')).toBeCloseTo(figures.cosine, 12)
    expect(accuracy('euclidean')).toBeCloseTo(figures.euclidean, 12)
  })

  it("the same trials laid out as Lake's runs give the same figures", async () => {
    const trials = protocol.trials.slice(0, 20)
    const hash = hashTrials(trials, (picture) => dataset.pictures[picture]!.hash)
    const root = path.join(folder, 'all_runs')
    await writeAsRun(root, trials)
    const runs = await loadLakeRuns(root)
    expect(runs.protocol).toMatchObject({ way: 20, shot: 1, hash })
    const read = async (picture: number) => ({
      ...TARGET,
      data: await decodeFile(runs.pictures[picture]!.file, TARGET),
    })
    const expected = await baselines({ ...protocol, trials }, { read: raster, colour: 'line' })
    expect(await baselines(runs.protocol, { read, colour: 'line' })).toEqual(expected)
  })
})

/** Codes of 35 x 35: the ink of every 3 x 3 block. */
function inkOfBlocks(from: PackedPictures): Codes {
  const size = 35 * 35
  const data = new Float32Array(from.count * size)
  for (let picture = 0; picture < from.count; picture++) {
    const pixels = from.read([picture])
    for (const [i, value] of pixels.entries()) {
      const block = Math.floor(i / 105 / 3) * 35 + Math.floor((i % 105) / 3)
      data[picture * size + block]! += 255 - value
    }
  }
  return { data, count: from.count, size }
}

/** Trials that share their supports as one run. */
async function writeAsRun(root: string, trials: readonly Trial[]): Promise<void> {
  const two = (number: number) => String(number + 1).padStart(2, '0')
  for (const part of ['training', 'test']) await mkdir(path.join(root, 'run01', part), { recursive: true })
  const lines: string[] = []
  const source = reopenSource(dataset)
  const fileOf = (picture: number) => readScannedFile(dataset, dataset.pictures[picture]!, source)
  for (const [i, { query, supports, truth }] of trials.entries()) {
    await writeFile(path.join(root, 'run01', 'test', `item${two(i)}.png`), await fileOf(query))
    const support = await fileOf(supports[i]![0]!)
    await writeFile(path.join(root, 'run01', 'training', `class${two(i)}.png`), support)
    lines.push(`run01/test/item${two(i)}.png run01/training/class${two(truth)}.png\n`)
  }
  source.close()
  await writeFile(path.join(root, 'run01', 'class_labels.txt'), lines.join(''))
}
