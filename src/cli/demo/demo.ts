/** The whole way, from pictures to an exported model, with every number explained. */
import path from 'node:path'
import { scanDataset } from '../../core/dataset/index.ts'
import { chooseDevice } from '../../core/engine/index.ts'
import { exportRun } from '../../core/export/index.ts'
import { evaluateRun } from '../../core/trained/index.ts'
import { startTraining } from '../../host/training.ts'
import type { DeviceChoice } from '../options.ts'
import { StatusLine } from '../status-line.ts'
import type { Terminal } from '../terminal.ts'
import { carryOut } from '../train/carry-out.ts'
import { planTraining } from '../train/plan.ts'
import { dateOf, freeFolder } from '../../core/runs/index.ts'
import { RUNS } from '../train/run-folder.ts'
import { TrainingView } from '../train/watch.ts'
import { DemoReport } from './report.ts'
import { samplePath, TEST_ALPHABET } from './sample.ts'

/** Enough for an interval of a few points; the baselines take their time with each. */
const TRIALS = 400

export interface DemoFlags {
  readonly minutes: number
  readonly device?: DeviceChoice
  readonly verbose?: true
}

/** Trains, tests and exports on the bundled sample. */
export async function demo(terminal: Terminal, flags: DemoFlags): Promise<void> {
  const begin = performance.now()
  const report = new DemoReport(terminal)
  const status = new StatusLine(terminal)
  try {
    const dataset = await scanDataset(samplePath(), {
      onProgress: status.reading,
    })
    const plan = planTraining(dataset, {
      recipe: 'all-pairs',
      minutes: flags.minutes,
      validation: 0,
      test: [TEST_ALPHABET],
    })
    const { recipe, split } = plan
    status.show('looking for the quickest device')
    const { device, why } = await chooseDevice(flags.device ?? 'auto')
    status.clear()
    report.data(dataset, split)

    const runDir = freeFolder(RUNS, `demo-${dateOf(new Date())}`)
    const view = new TrainingView(terminal, { verbose: flags.verbose === true })
    report.beforeTraining(recipe, device)
    const finished = await carryOut(
      (onEvent) => startTraining({ runDir, dataset, split, recipe, device, why, onEvent }),
      view,
      terminal,
      false,
    )
    report.training(finished, recipe)

    status.show('testing')
    const result = await evaluateRun(runDir, {
      trials: TRIALS,
      onProgress: (doing, done, total) =>
        status.count(doing === 'baselines' ? 'measuring the baselines' : doing, done, total),
    })
    status.clear()
    report.test(result)

    status.show('exporting')
    const exported = await exportRun(runDir, { format: 'onnx', out: path.join(runDir, 'onnx') })
    status.clear()
    report.export(exported)
    report.end(runDir, (performance.now() - begin) / 1000)
  } finally {
    status.clear()
  }
}
