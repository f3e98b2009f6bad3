import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EvaluationResult } from '../../src/shared/evaluation.ts'
import { readMetrics } from '../../src/core/runs/index.ts'
import { cli, json, SMALL, startCli } from '../fixtures/cli.ts'
import { writeDrawings } from '../fixtures/pictures.ts'
import { withoutTime } from '../fixtures/tiny-run.ts'

let dir: string
let pictures: string
let run: string
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'oneshot-cli-train-'))
  process.env['ONESHOT_CACHE'] = path.join(dir, 'cache')
  pictures = path.join(dir, 'pictures')
  run = path.join(dir, 'run')
  await writeDrawings(pictures, 12, 6)
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const curveOf = async (folder: string) => withoutTime(await readMetrics(path.join(folder, 'metrics.jsonl')))

describe('from pictures to an exported model', { timeout: 120_000 }, () => {
  it('trains, says what it is going to do and what to do next', async () => {
    const { code, out, err } = await cli('train', pictures, '--out', run, '--steps', '20', ...SMALL)
    expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining('step 1') as string })
    expect(out).toMatch(/^training\s+8 classes, 48 pictures$/m)
    expect(out).toMatch(/^validation\s+2 classes, never trained on$/m)
    expect(out).toMatch(/^test\s+2 classes, used once, by evaluate$/m)
    expect(out).toMatch(/^device\s+cpu: as asked$/m)
    expect(out).toMatch(/Trained 20 steps in .* s\. The run is in/)
    expect(out).toMatch(/Best on validation classes: 2-way 1-shot \d+\.\d % \(.* %; chance 50\.0 %\) at step \d+/)
    expect(out).toMatch(/evaluate .*run/)
  })

  it('evaluates: one JSON object with all that makes a number', async () => {
    const result = json(await cli('evaluate', run, '--trials', '40', '--json')) as unknown as EvaluationResult
    expect(result).toMatchObject({ way: 2, shot: 1, trials: 40, chance: 0.5 })
    expect(result.protocol).toEqual({
      name: expect.stringContaining('test classes') as string,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
    const [low, high] = result.interval
    expect(low).toBeLessThanOrEqual(result.accuracy)
    expect(high).toBeGreaterThanOrEqual(result.accuracy)
    expect(Object.keys(result.baselines).sort()).toEqual(['hausdorff', 'pixels', 'untrained'])
    const lost = result.wrong.reduce((sum, { credit }) => sum + 1 - credit, 0)
    expect(result.accuracy).toBeCloseTo(1 - lost / 40, 10)
  })

  it('evaluates as a table, on other pictures, and refuses what cannot be', async () => {
    const { code, out } = await cli('evaluate', run, '--data', pictures, '--trials', '30', '--way', '2', '--shot', '2')
    expect(code).toBe(0)
    expect(out).toMatch(/^ {2}2-way 2-shot +accuracy +95 % interval$/m)
    expect(out).toMatch(/^ {2}this run +\d+\.\d %/m)
    expect(out).toMatch(/^ {2}chance +50\.0 %$/m)
    const large = await cli('evaluate', run, '--way', '20')
    expect(large).toMatchObject({ code: 1, out: '' })
    expect(large.err).toMatch(/20-way 1-shot trial can be made[^]*The largest possible way is 2/)
  })

  it('embeds pictures', async () => {
    const files = ['class00/00.pgm', 'class00/01.pgm', 'class05/00.pgm'].map((name) => path.join(pictures, name))
    const { images, distances } = json(await cli('embed', run, ...files, '--json')) as {
      images: { file: string; code: number[] }[]
      distances: number[][]
    }
    // Two networks side by side, 8 numbers each.
    expect(images.map(({ file, code }) => [file, code.length])).toEqual(files.map((file) => [file, 16]))
    expect(distances[0]?.[0]).toBeCloseTo(0, 6)
    expect(distances[0]?.[1]).toBeCloseTo(distances[1]?.[0] ?? NaN, 6)
    expect((await cli('embed', run, ...files)).out).toMatch(/cosine distance, smaller = more alike/)
    expect(await cli('embed', run, path.join(dir, 'none.png'))).toMatchObject({ code: 1, out: '' })
  })

  it('exports and says how far the export is from the run', async () => {
    const out = path.join(dir, 'model')
    const result = json(await cli('export', run, '--format', 'onnx', '--out', out, '--json'))
    expect(result).toMatchObject({ format: 'onnx', codes: 16 })
    expect(result['largestDifference']).toBeLessThan(1e-4)
    const again = await cli('export', run, '--format', 'onnx', '--out', out)
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('holds files already') as string })
  })

  it('replays the recipe to the same number, and refuses other pictures', async () => {
    await cli('evaluate', run)
    const recipe = path.join(run, 'recipe.json')
    const result = json(await cli('replay', recipe, '--out', path.join(dir, 'again'), '--json'))
    expect(result).toMatchObject({ reason: 'budget', step: 20 })
    expect((result['evaluation'] as EvaluationResult).accuracy).toBe(result['before'])
    expect(await curveOf(path.join(dir, 'again'))).toEqual(await curveOf(run))

    const others = path.join(dir, 'others')
    await writeDrawings(others, 12, 5)
    const refused = await cli('replay', recipe, '--data', others, '--out', path.join(dir, 'never'))
    expect(refused.code).toBe(1)
    expect(refused.err.match(/hash [0-9a-f]{12}/g)).toHaveLength(2)
  })
})

describe('Ctrl+C', { timeout: 120_000 }, () => {
  it('stops with a checkpoint, says how to go on, and that leads to the same curve', async () => {
    const folder = path.join(dir, 'stopped')
    const steps = ['--steps', '20']
    // Thousands of trials after every step: so there is time to interrupt.
    const slow = ['--set', 'validation.every=1', '--set', 'validation.trials=2000']
    const flags = ['train', pictures, ...SMALL, ...steps, ...slow]
    const child = startCli([...flags, '--out', folder, '--verbose'], dir)
    let err = ''
    child.stderr.on('data', (chunk: Buffer) => {
      if (!err.includes('step 5:') && `${err}${chunk}`.includes('step 5:')) child.kill('SIGINT')
      err += chunk.toString()
    })
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect({ code, err }).toEqual({ code: 130, err: expect.stringMatching(/Stopped at step \d+/) as string })
    expect(err).toContain('train --resume --out stopped')

    const other = await cli('train', '--resume', '--out', folder, '--steps', '99')
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining('begun with budget.steps 20') as string })
    expect(json(await cli('train', '--resume', '--out', folder, ...steps, '--json'))).toMatchObject({ step: 20 })
    const whole = path.join(dir, 'whole')
    await cli(...flags, '--out', whole)
    expect(await curveOf(folder)).toEqual(await curveOf(whole))
    expect((await cli('train', '--resume', '--out', folder)).out).toContain('had ended at step 20 already')
  })
})

describe('what cannot be gone on with', { timeout: 120_000 }, () => {
  it('a taken folder, no run, another recipe, a damaged checkpoint: nothing is lost', async () => {
    const taken = await cli('train', pictures, '--out', run, ...SMALL)
    expect(taken).toMatchObject({ code: 1, out: '', err: expect.stringContaining('already a run') as string })
    const none = await cli('train', '--resume', '--out', path.join(dir, 'nowhere'))
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining('There is no run in') as string })

    const recipe = path.join(run, 'recipe.json')
    const text = await readFile(recipe, 'utf8')
    await writeFile(recipe, text.replace('"elastic": 0.06', '"elastic": 0.05'))
    const changed = await cli('train', '--resume', '--out', run)
    expect(changed).toMatchObject({ code: 1, err: expect.stringContaining('augment.elastic was 0.06') as string })
    await writeFile(recipe, text)

    const best = path.join(run, 'checkpoints', 'best.safetensors')
    const bytes = await readFile(best)
    await copyFile(best, path.join(dir, 'kept'))
    await writeFile(best, bytes.subarray(0, bytes.length - 10))
    const damaged = await cli('evaluate', run)
    expect(damaged).toMatchObject({ code: 1, err: expect.stringContaining('is damaged') as string })
    await copyFile(path.join(dir, 'kept'), best)
    expect((await cli('evaluate', run, '--trials', '10')).code).toBe(0)
  })
})
