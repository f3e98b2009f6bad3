import { chooseDevice } from '../../core/engine/index.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { UserError } from '../../shared/errors.ts'
import { groupBase, isRun, openRun, readGroup, splitOf } from '../../core/runs/index.ts'
import type { RunGroup } from '../../core/runs/index.ts'
import { scanRunDataset } from '../../core/trained/run-dataset.ts'
import { firstDifference } from '../../core/training/checkpoint/difference.ts'
import { applyOverrides } from '../../core/training/recipes/index.ts'
import { resumeTraining } from '../../host/training.ts'
import { checkingFlags, WrongUse } from '../failure.ts'
import { StatusLine } from '../status-line.ts'
import type { Terminal } from '../terminal.ts'
import { carryOut, shownFolder } from './carry-out.ts'
import type { TrainFlags } from './flags.ts'
import { trainMembers } from './members.ts'
import { overridesOf } from './plan.ts'
import { newestRun } from './run-folder.ts'
import { showSummary } from './summary.ts'
import { TrainingView } from './watch.ts'

/** Goes on with a run, on its own recipe and split, and on its own device unless another is asked for. */
export async function resume(
  terminal: Terminal,
  folder: string | undefined,
  flags: TrainFlags,
  isGiven: (flag: string) => boolean,
): Promise<void> {
  const json = flags.json === true
  const runDir = flags.out ?? (await newestRun(folder))
  const group = await groupOf(runDir, flags.out !== undefined)
  if (group) return resumeGroup(terminal, folder, flags, isGiven, group)
  const run = await openRun(runDir)
  const { record, paths } = run
  checkUnchanged(flags, record, isGiven)
  const asked = flags.device === undefined || flags.device === 'auto' ? undefined : flags.device
  const device = asked === undefined ? record.device : (await chooseDevice(asked)).device
  const status = new StatusLine(terminal)
  try {
    const dataset = await scanRunDataset(record, {
      ...(folder === undefined ? {} : { folder }),
      onProgress: status.reading,
    })
    status.clear()
    const split = splitOf(record, dataset, paths.record)
    if (!json) {
      const where = device === record.device ? device : `${device}, so far ${record.device}`
      terminal.out(`Going on with ${shownFolder(runDir)} (${record.recipe.name}, ${where}).`)
      terminal.out()
    }
    const view = new TrainingView(terminal, { verbose: flags.verbose === true })
    const finished = await carryOut(
      (onEvent) => resumeTraining({ runDir, dataset, device, onEvent }),
      view,
      terminal,
      json,
    )
    showSummary(terminal, { runDir, recipe: record.recipe, split, device, finished, json })
  } finally {
    status.clear()
  }
}

/** The group a folder names, or the one that the newest run belongs to. */
async function groupOf(runDir: string, isNamed: boolean): Promise<RunGroup | undefined> {
  if (isNamed) return (await isRun(runDir)) ? undefined : readGroup(runDir)
  const { record } = await openRun(runDir)
  return record.group && readGroup(groupBase(runDir, record))
}

/** Goes on with what is left of a group. */
async function resumeGroup(
  terminal: Terminal,
  folder: string | undefined,
  flags: TrainFlags,
  isGiven: (flag: string) => boolean,
  { base, members, record }: RunGroup,
): Promise<void> {
  checkUnchanged(flags, record, isGiven)
  // Its runs are compared with each other: all on one device.
  if (flags.device !== undefined && flags.device !== 'auto' && flags.device !== record.device)
    throw changed('device', record.device)
  const status = new StatusLine(terminal)
  try {
    const dataset = await scanRunDataset(record, {
      ...(folder === undefined ? {} : { folder }),
      onProgress: status.reading,
    })
    status.clear()
    const split = splitOf(record, dataset, base)
    const { recipe, device, group, why, reason } = record
    const begun = members.filter(({ exists }) => exists).length
    if (flags.json !== true) {
      const left = `${begun} of ${members.length} seeds have begun`
      terminal.out(`Going on with ${shownFolder(base)} (${recipe.name}, ${device}): ${left}.`)
      terminal.out()
    }
    await trainMembers(terminal, {
      base,
      members,
      recipe,
      dataset,
      split,
      device,
      group,
      why,
      reason,
      json: flags.json === true,
      verbose: flags.verbose === true,
    })
  } finally {
    status.clear()
  }
}

/** A run goes on as it began, if elsewhere: the same flags may be repeated, others are refused. */
function checkUnchanged(
  flags: TrainFlags,
  { recipe }: { readonly recipe: Recipe },
  isGiven: (flag: string) => boolean,
): void {
  for (const flag of ['validation', 'test', 'drawer', 'seeds']) {
    if (isGiven(flag)) {
      throw new WrongUse(
        `--${flag} has no meaning with --resume: what was begun goes on as it began.`,
        `Leave --${flag} out.`,
      )
    }
  }
  if (isGiven('recipe') && flags.recipe !== 'auto' && flags.recipe !== recipe.name) throw changed('recipe', recipe.name)
  const asked = checkingFlags(() => applyOverrides(recipe, overridesOf(flags, recipe)))
  const field = firstDifference(recipe, asked)
  if (field) throw changed(field.path, String(field.a))
}

function changed(field: string, was: string): UserError {
  return new UserError('run/other-settings', `This run was begun with ${field} ${was}, and goes on like that.`, {
    subject: field,
    next: 'Leave it out, or train anew with another --out.',
  })
}
