import { scanDataset } from '../../core/dataset/index.ts'
import { chooseDevice } from '../../core/engine/index.ts'
import { dataFindings } from '../../core/guard/data-findings.ts'
import { findLookAlikes } from '../../core/guard/look-alikes/index.ts'
import { checkNewRun, newRunFolder, seedsOf } from '../../core/runs/index.ts'
import { startTraining } from '../../host/training.ts'
import { showWarnings } from '../show/findings.ts'
import { StatusLine } from '../status-line.ts'
import type { Terminal } from '../terminal.ts'
import { carryOut } from './carry-out.ts'
import type { TrainFlags } from './flags.ts'
import { planTraining } from './plan.ts'
import { RUNS } from './run-folder.ts'
import { showPlan } from './show-plan.ts'
import { checkNewGroup, groupFolder, trainGroup } from './train-group.ts'
import { showSummary } from './summary.ts'
import { TrainingView } from './watch.ts'

/** Scans, plans, trains a new run (or one for each of several seeds) and sums up. */
export async function trainNew(terminal: Terminal, folder: string, flags: TrainFlags): Promise<void> {
  const json = flags.json === true
  const status = new StatusLine(terminal)
  try {
    if (flags.out !== undefined) await checkNewRun(flags.out)
    const dataset = await scanDataset(folder, {
      drawer: flags.drawer,
      onProgress: status.reading,
    })
    status.clear()
    const plan = planTraining(dataset, flags)
    const lookAlikes = await findLookAlikes(dataset, {
      onProgress: ({ done, total }) => status.count('comparing pictures', done, total),
    })
    status.clear()
    status.show('looking for the quickest device')
    const { device, why: whyDevice } = await chooseDevice(flags.device ?? 'auto')
    status.clear()
    const { seeds: count } = flags
    if (count !== undefined) {
      const seeds = seedsOf(plan.recipe.seed, count)
      const base = groupFolder(flags.out, dataset.root, plan.recipe.name)
      await checkNewGroup(base, seeds)
      if (!json) showPlan(terminal, { dataset, plan, device, whyDevice, runDir: base, seeds })
      return await trainGroup(terminal, flags, { base, dataset, plan, device, seeds })
    }
    const runDir = flags.out ?? newRunFolder(RUNS, dataset.root, plan.recipe.name)
    if (!json) showPlan(terminal, { dataset, plan, device, whyDevice, runDir })
    showWarnings(terminal, dataFindings(dataset, plan.split, lookAlikes))
    const view = new TrainingView(terminal, { verbose: flags.verbose === true })
    const { recipe, split, why, reason } = plan
    const finished = await carryOut(
      (onEvent) =>
        startTraining({
          runDir,
          dataset,
          split,
          recipe,
          device,
          onEvent,
          ...(why === undefined ? {} : { why }),
          ...(reason === undefined ? {} : { reason }),
        }),
      view,
      terminal,
      json,
    )
    showSummary(terminal, { runDir, recipe, split, device, finished, json })
  } finally {
    status.clear()
  }
}
