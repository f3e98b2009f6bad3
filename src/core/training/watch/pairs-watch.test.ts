import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tinyData, tinyRun, withoutTime } from '../../../../tests/fixtures/tiny-run.ts'
import type { TinyData } from '../../../../tests/fixtures/tiny-run.ts'
import { trainTiny } from '../../../../tests/fixtures/train-tiny.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { PairsEvent, TrainingEvent, TrainingPoint } from '../../../shared/training.ts'
import { isValidation, readMetrics } from '../../runs/index.ts'
import { loadCheckpoint } from '../checkpoint/index.ts'
import { TrainingControl } from '../index.ts'

let data: TinyData
beforeAll(async () => {
  data = await tinyData()
})
afterAll(() => rm(data.dir, { recursive: true, force: true }))

async function train(name: string, overrides: Partial<Recipe>, isWatched: boolean) {
  const run = await tinyRun(data, name, overrides, { device: 'cpu' })
  const control = new TrainingControl()
  control.isWatched = isWatched
  const { paths } = run
  const events: TrainingEvent[] = []
  await trainTiny(data, run, (event) => void events.push(event), control)
  const curve = await readMetrics(paths.metrics)
  const { state } = await loadCheckpoint(paths.last)
  return { events, curve, state }
}

const pairsOf = (events: readonly TrainingEvent[]) =>
  events.filter((event): event is PairsEvent => event.kind === 'pairs')

describe('watching the pairs of the batches', { timeout: 120_000 }, () => {
  it('shows same and different ones with their distance, and changes nothing', async () => {
    const watched = await train('watched', {}, true)
    const alone = await train('alone', {}, false)
    expect(withoutTime(watched.curve)).toEqual(withoutTime(alone.curve))
    expect(watched.state).toEqual(alone.state)
    expect(pairsOf(alone.events)).toEqual([])
    const [first] = pairsOf(watched.events)
    expect(first?.step).toBe(1)
    expect(first?.pairs.map(({ same }) => same)).toEqual([true, true, true, true, false, false, false, false])
    for (const { same, a, b, distance, loss } of first?.pairs ?? []) {
      expect(a.className === b.className).toBe(same)
      expect(data.dataset.classes[data.dataset.pictures[a.index]!.classIndex]?.name).toBe(a.className)
      expect(a.pixels).toMatchObject({ width: 16, height: 16, channels: 1 })
      expect(a.pixels.data).toHaveLength(256)
      // Strokes are dark on white paper.
      expect(Math.max(...a.pixels.data)).toBeGreaterThan(200)
      expect(distance).toBeGreaterThanOrEqual(0)
      expect(distance).toBeLessThanOrEqual(2)
      expect(loss).toBeNull()
    }
  })

  it('takes what the step itself said where it learns from pairs', async () => {
    const overrides: Partial<Recipe> = {
      input: { width: 16, height: 16, channels: 1, invert: true, fit: 'fill' },
      head: { kind: 'euclidean', normalise: true },
      loss: { kind: 'contrastive', margin: 1 },
      sampler: { kind: 'pairs', pairs: 8 },
    }
    const watched = await train('watched-pairs', overrides, true)
    const alone = await train('alone-pairs', overrides, false)
    expect(watched.state).toEqual(alone.state)
    const [first] = pairsOf(watched.events)
    expect(first?.pairs).toHaveLength(8)
    const [line] = watched.curve
    const mean = (same: boolean) => {
      const distances = first!.pairs.filter((pair) => pair.same === same).map(({ distance }) => distance ?? NaN)
      return distances.reduce((sum, value) => sum + value, 0) / distances.length
    }
    // All pairs of this small batch are shown.
    expect(line).toMatchObject({
      step: 1,
      same: expect.closeTo(mean(true), 5),
      different: expect.closeTo(mean(false), 5),
    })
    const loss = first!.pairs.reduce((sum, pair) => sum + (pair.loss ?? NaN), 0) / 8
    expect(line).toMatchObject({ loss: expect.closeTo(loss, 5) })
  })

  it('tells of every step once', async () => {
    const { events, curve } = await train('points', {}, false)
    const told = events.flatMap((event): TrainingPoint[] => (event.kind === 'progress' ? event.points : []))
    const steps = curve.filter((line) => !isValidation(line))
    expect(told.map(({ step }) => step)).toEqual(steps.map(({ step }) => step))
    expect(told.map(({ same }) => same)).toEqual(steps.map((line) => ('same' in line ? line.same : NaN)))
  })
})
