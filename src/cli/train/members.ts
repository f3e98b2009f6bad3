/** The trainings of a group, one after another: the same recipe and classes with one seed after the other. */
import type { ClassSplit, DatasetInfo } from '../../shared/dataset.ts'
import type { Recipe } from '../../shared/recipe.ts'
import type { Said } from '../../shared/said.ts'
import type { DeviceName } from '../../core/engine/index.ts'
import type { GroupMember, RunRecord } from '../../core/runs/index.ts'
import { resumeTraining, startTraining } from '../../host/training.ts'
import type { TrainingHandle } from '../../host/training.ts'
import { invocation, quoted } from '../command.ts'
import { Ended, EXIT } from '../failure.ts'
import { duration, integer, percent, percentRange } from '../format.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import type { Finished } from './carry-out.ts'
import { carryOut, shownFolder } from './carry-out.ts'
import { summaryAsJson } from './summary.ts'
import { TrainingView } from './watch.ts'

export interface MembersOptions {
  /** Folder of the group's runs without the seed. */
  readonly base: string
  readonly members: readonly GroupMember[]
  /** Of every member, but for its seed. */
  readonly recipe: Recipe
  readonly dataset: DatasetInfo
  readonly split: ClassSplit
  readonly device: DeviceName
  readonly group: RunRecord['group']
  /** Why this recipe, where the program chose it. */
  readonly why: string | undefined
  /** The same with its code. */
  readonly reason: Said | undefined
  readonly json: boolean
  readonly verbose: boolean
}

interface Trained {
  readonly member: GroupMember
  readonly recipe: Recipe
  readonly finished: Finished
}

/**
 * Trains what is left of a group. Ctrl+C stops the training at hand with a checkpoint and ends.
 * @throws Ended 130 after Ctrl+C, 1 when a training diverged; what a training throws
 */
export async function trainMembers(terminal: Terminal, options: MembersOptions): Promise<void> {
  const { base, members, json } = options
  const trained: Trained[] = []
  const whole = { folder: base, json: () => groupAsJson(options, trained) }
  for (const [i, member] of members.entries()) {
    const recipe = { ...options.recipe, seed: member.seed }
    const place = `seed ${member.seed}, ${i + 1} of ${members.length}: ${shownFolder(member.dir)}`
    if (!json) terminal.out(`${terminal.colours.bold(place)}${member.exists ? terminal.colours.dim(' (goes on)') : ''}`)
    const view = new TrainingView(terminal, { verbose: options.verbose })
    const finished = await carryOut((onEvent) => begin(options, member, recipe, onEvent), view, terminal, json, whole)
    trained.push({ member, recipe, finished })
  }
  if (json) terminal.out(JSON.stringify(groupAsJson(options, trained)))
  else showGroup(terminal, options, trained)
  if (trained.some(({ finished }) => finished.done.reason === 'diverged')) throw new Ended(EXIT.failed)
}

/** Begins a member's training, or goes on with it. */
function begin(
  { dataset, split, device, group, why, reason }: MembersOptions,
  { dir, exists }: GroupMember,
  recipe: Recipe,
  onEvent: TrainingView['onEvent'],
): Promise<TrainingHandle> {
  if (exists) return resumeTraining({ runDir: dir, dataset, onEvent })
  return startTraining({
    runDir: dir,
    dataset,
    split,
    recipe,
    device,
    group,
    onEvent,
    ...(why === undefined ? {} : { why }),
    ...(reason === undefined ? {} : { reason }),
  })
}

function groupAsJson({ base, members, split, device }: MembersOptions, trained: readonly Trained[]): object {
  const runs = trained.map(({ member, recipe, finished }) =>
    summaryAsJson({ runDir: member.dir, recipe, split, device, finished, json: true }),
  )
  return {
    group: shownFolder(base),
    seeds: members.map(({ seed }) => seed),
    complete: runs.length === members.length,
    runs,
  }
}

function showGroup(terminal: Terminal, { base, split }: MembersOptions, trained: readonly Trained[]): void {
  const { dim, bold, green } = terminal.colours
  const rows = trained.map(({ member, finished: { done, validation } }) => [
    `${member.seed}`,
    validation ? percent(validation.accuracy) : '–',
    validation ? percentRange(validation.interval) : '',
    done.reason === 'diverged' ? 'diverged' : `${integer(done.step)}`,
    duration(done.seconds),
    shownFolder(member.dir),
  ])
  const head = ['seed', 'validation', '95 % interval', 'steps', 'time', 'run'].map((name) => dim(name))
  terminal.out()
  terminal.out(
    `${green(`Trained ${trained.length} seeds.`)} Each is a run of its own; together they are ${bold(shownFolder(base))}.`,
  )
  for (const line of table([head, ...rows], ['right', 'right', 'right', 'right', 'right'], '  ')) terminal.out(line)
  terminal.out()
  const data = split.test.length + split.validation.length > 0 ? '' : ' --data FOLDER'
  const command = `${invocation()} evaluate ${quoted(shownFolder(base))}${data}`
  terminal.out(`${command}    # each seed on the same trials, mean and spread`)
}
