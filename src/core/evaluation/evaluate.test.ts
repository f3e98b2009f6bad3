import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Codes } from '../../shared/evaluation.ts'
import { Rng } from '../../shared/random.ts'
import { baselines, evaluate } from './evaluate.ts'
import { pixelDistance, pixelTrials } from './baselines/pixels.ts'
import { makeProtocol } from './protocols/protocol.ts'
import { rasterTarget } from './baselines/rasters.ts'
import type { Raster } from './baselines/rasters.ts'
import { fakeAlphabets, range } from './testing.ts'
import { summarise } from './trials.ts'

const dataset = fakeAlphabets(1, 8, 4)
const { pictures } = dataset
const rules = { way: 5, shot: 1, trials: 200, seed: 1, withinGroup: false, acrossDrawer: false }
const protocol = makeProtocol({ dataset, classes: range(8), ...rules })

/** Codes that point to the class, with noise. */
function codesWith(noise: number): Codes {
  const rng = new Rng('codes')
  const rows = pictures.map(({ classIndex }) => range(8).map((i) => (i === classIndex ? 1 : 0) + noise * rng.normal()))
  return { data: Float32Array.from(rows.flat()), count: pictures.length, size: 8 }
}

/** The class as a number of dark pixels, the picture as their shade. */
const read = (picture: number): Raster => {
  const { classIndex } = pictures[picture]!
  const data = Uint8Array.from({ length: 16 }, (_, i) => (i <= classIndex ? picture % 4 : 255))
  return { width: 4, height: 4, channels: 1, data }
}

describe('evaluate', () => {
  it('puts accuracy, interval, chance, baselines and wrong trials into one object that survives JSON', async () => {
    const result = await evaluate({
      pictures,
      codes: codesWith(0.5),
      score: { kind: 'cosine' },
      protocol,
      baselines: {
        untrained: () => Promise.resolve({ codes: codesWith(30), score: { kind: 'cosine' } }),
        read,
        colour: 'line',
      },
    })
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
    const { accuracy, interval, baselines, credits, wrong } = result
    expect(result).toMatchObject({
      protocol: { name: protocol.name, hash: protocol.hash },
      way: 5,
      shot: 1,
      trials: 200,
    })
    expect(result.chance).toBe(0.2)
    expect(accuracy).toBeGreaterThan(0.4)
    expect(interval[0]).toBeLessThan(accuracy)
    expect(interval[1]).toBeGreaterThan(accuracy)
    expect(accuracy).toBeCloseTo(credits.reduce((a, b) => a + b) / 200, 12)
    expect(Object.keys(baselines).sort()).toEqual(['hausdorff', 'pixels', 'untrained'])
    expect(baselines.pixels!.accuracy).toBe(1)
    expect(baselines.untrained!.accuracy).toBeLessThan(0.4)
    expect(wrong).toHaveLength(credits.filter((credit) => credit < 1).length)
    const [first] = wrong
    const trial = protocol.trials[first!.trial]!
    expect(first!.query).toBe(pictures[trial.query]!.path)
    expect(first!.truth).toBe(pictures[trial.supports[trial.truth]![0]!]!.path)
    expect(first!.chosen).not.toBe(first!.truth)
    expect(first!.distances).toHaveLength(5)
    expect(first!.margin).toBeLessThan(0)
    expect(first!.distances[first!.chosenWay]).toBe(Math.min(...(first!.distances as number[])))
  })

  it('lists ties with what the truth was tied with, and trials without any distance', async () => {
    const flat = { data: new Float32Array(pictures.length).fill(1), count: pictures.length, size: 1 }
    const tied = await evaluate({ pictures, codes: flat, score: { kind: 'cosine' }, protocol })
    expect(tied.accuracy).toBeCloseTo(0.2, 12)
    expect(tied.wrong).toHaveLength(200)
    expect(tied.wrong.every(({ truthWay, chosenWay, tied }) => truthWay !== chosenWay && tied === 5)).toBe(true)
    const none = { ...flat, data: flat.data.fill(NaN) }
    const lost = await evaluate({ pictures, codes: none, score: { kind: 'cosine' }, protocol })
    expect(lost.accuracy).toBe(0)
    expect(lost.wrong[0]).toMatchObject({
      chosen: null,
      chosenWay: -1,
      margin: null,
      distances: range(5).map(() => null),
    })
  })

  it('leaves the Hausdorff distance to line drawings', async () => {
    const baselines = { read, colour: 'grey' as const }
    const result = await evaluate({ pictures, codes: codesWith(0), score: { kind: 'cosine' }, protocol, baselines })
    expect(Object.keys(result.baselines)).toEqual(['pixels'])
    expect(result.wrong).toEqual([])
  })
})

describe('baselines', () => {
  it('ask for nothing where their answers are kept', async () => {
    const kept = new Map<string, readonly number[]>()
    const made: string[] = []
    const keep = async (name: string, make: () => Promise<readonly number[]>) => {
      const credits = kept.get(name) ?? (made.push(name), await make())
      kept.set(name, credits)
      return credits
    }
    const untrained = () => Promise.resolve({ codes: codesWith(30), score: { kind: 'cosine' as const } })
    const first = await baselines(protocol, { untrained, read, colour: 'line', keep })
    expect(made).toEqual(['pixels', 'hausdorff', 'untrained'])
    const never = () => Promise.reject(new Error('asked for again'))
    expect(await baselines(protocol, { untrained: never, read: never, colour: 'line', keep })).toEqual(first)
    expect(made).toHaveLength(3)
  })

  it('end early with what stops them', async () => {
    let done = 0
    const many = { ...protocol, trials: Array.from({ length: 100 }, () => protocol.trials).flat() }
    const slow = async (picture: number) => {
      await sleep(1)
      return read(picture)
    }
    const onProgress = (_: string, trials: number, total: number) => {
      expect(total).toBe(20_000)
      done = trials
      throw new Error('stopped')
    }
    await expect(baselines(many, { read: slow, colour: 'line', onProgress })).rejects.toThrow('stopped')
    expect(done).toBeGreaterThan(0)
  })
})

describe('the pixel baseline', () => {
  it('is the Euclidean distance of the bytes, to the nearest support', async () => {
    const raster = (...values: number[]): Raster => ({
      width: 2,
      height: 1,
      channels: 1,
      data: Uint8Array.from(values),
    })
    expect(pixelDistance(raster(0, 255), raster(3, 251))).toBe(5)
    expect(() => pixelDistance(raster(0, 0), { ...raster(0, 0), width: 1, height: 2 })).toThrow('2x1x1 and 1x2x1')
    const values = [10, 0, 12, 14, 15]
    const several = {
      ...protocol,
      way: 2,
      shot: 2,
      trials: [
        {
          query: 0,
          supports: [
            [1, 2],
            [3, 4],
          ],
          truth: 0,
        },
      ],
    }
    const [result] = await pixelTrials(several, (picture) => raster(values[picture]!, 0))
    expect(result).toMatchObject({ distances: [2, 4], credit: 1 })
    expect(summarise([result!], 2).accuracy).toBe(1)
  })
})

describe('rasterTarget', () => {
  it('keeps the size of the pictures where they agree and are not large', () => {
    const input = { width: 35, height: 36 }
    const all = (width: number, height: number) => pictures.map(() => ({ width, height }))
    expect(rasterTarget(all(105, 105), protocol, input, 'line')).toEqual({ width: 105, height: 105, channels: 1 })
    expect(rasterTarget(all(400, 300), protocol, input, 'colour')).toEqual({ ...input, channels: 3 })
    const mixed = all(105, 105).map((size, i) => (i % 2 ? size : { width: 90, height: 105 }))
    expect(rasterTarget(mixed, protocol, input, 'grey')).toEqual({ ...input, channels: 1 })
  })
})
