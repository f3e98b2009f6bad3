import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openPictures, scanDataset } from '../../../src/core/dataset/index.ts'
import { loadProtocol, picturesOf } from '../../../src/core/evaluation/index.ts'
import { openRun, readMetrics, splitOf } from '../../../src/core/runs/index.ts'
import { presets } from '../../../src/core/training/recipes/index.ts'
import { wilsonInterval } from '../../../src/shared/statistics.ts'
import { markdown, run } from '../report.ts'
import type { Part } from './index.ts'

const SAMPLE = 'resources/samples/omniglot-background-small1.zip'
/** Left out of training; never the exam. */
const HELD = 'Latin'
const OUR_MINUTES = 3
const KERAS_MINUTES = Number(process.env['KERAS_MINUTES'] ?? 10)
const LEVELS = [0.8, 0.85]

const seconds = (time: number | undefined) => (time === undefined ? 'not reached' : `${time.toFixed(0)} s`)

/** What Keras trains on: the article's pictures of the training classes, and the trials to be answered. */
async function writeForKeras(folder: string, runDir: string, cacheDir: string): Promise<void> {
  const { record, paths } = await openRun(runDir)
  const dataset = await scanDataset(SAMPLE, { cacheDir })
  const split = splitOf(record, dataset, paths.record)
  const protocol = await loadProtocol(paths.validation, dataset)
  const pictures = await openPictures(dataset, presets.article.input, { cacheDir })
  const train = split.train.map((index) => dataset.classes[index]?.pictures.slice(0, 10) ?? [])
  const used = [...new Set([...train.flat(), ...picturesOf(protocol)])]
  const place = new Map(used.map((picture, row) => [picture, row]))
  const at = (picture: number) => place.get(picture)
  writeFileSync(path.join(folder, 'pictures.u8'), pictures.read(used))
  writeFileSync(
    path.join(folder, 'task.json'),
    JSON.stringify({
      classes: train.map((all) => all.map(at)),
      trials: protocol.trials.map(({ query, supports, truth }) => ({
        query: at(query),
        supports: supports.map(([first = -1]) => at(first)),
        truth,
      })),
    }),
  )
  pictures.close()
}

/** Time to an accuracy on an alphabet left out, and beside it what the article's recipe reaches in Keras. */
export const accuracy: Part = async ({ python }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'oneshot-accuracy-'))
  const cacheDir = path.join(folder, 'cache')
  const runDir = path.join(folder, 'run')
  const cli = ['bin/oneshot.cjs', 'train', SAMPLE, '--recipe', 'all-pairs', '--validation', HELD, '--test', '0']
  try {
    const budget = ['--minutes', String(OUR_MINUTES), '--set', 'validation.every=25', '--out', runDir]
    await run(process.execPath, [...cli, ...budget], { ...process.env, ONESHOT_CACHE: cacheDir })
    const validations = (await readMetrics(path.join(runDir, 'metrics.jsonl'))).filter((line) => 'accuracy' in line)
    const reaches = (level: number) => validations.find((line) => line.accuracy >= level)?.time
    const best = Math.max(...validations.map((line) => line.accuracy))
    await writeForKeras(folder, runDir, cacheDir)
    const script = path.join(import.meta.dirname, '../side-by-side/article_in_keras.py')
    const answer = JSON.parse(await run(python, [script, folder, String(KERAS_MINUTES)])) as {
      right: number
      trials: number
      steps: number
    }
    const theirs = answer.right / answer.trials
    const [low, high] = wilsonInterval(answer.right, answer.trials)
    const same = reaches(theirs)
    const percent = (share: number) => (share * 100).toFixed(1)
    const rows = [
      ...LEVELS.map((level) => [`all-pairs to ${percent(level)} %`, seconds(reaches(level))]),
      [`all-pairs, best of ${OUR_MINUTES} minutes`, `${percent(best)} %`],
      [
        `the article's recipe in Keras, ${KERAS_MINUTES} minutes, ${answer.steps} steps`,
        `${percent(theirs)} % (${percent(low)} to ${percent(high)})`,
      ],
      ['all-pairs to the same', seconds(same)],
      ['times less', same === undefined ? '-' : ((KERAS_MINUTES * 60) / same).toFixed(0)],
    ]
    const how = `Omniglot's five small alphabets, ${HELD} left out: 20-way one-shot within it, across drawers, ${answer.trials} trials.`
    const note = 'Training time, one seed each; ours is validated every 25 steps, and the time of that is not counted.'
    return `## Time to an accuracy\n\n${how} ${note}\n\n${markdown(['what', 'figure'], rows)}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
