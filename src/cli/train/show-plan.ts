import type { DatasetInfo } from '../../shared/dataset.ts'
import { isIterative } from '../../core/planning/plan.ts'
import { count, duration, integer, shorten } from '../format.ts'
import { datasetRows } from '../show/scan.ts'
import { details } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { shownFolder } from './carry-out.ts'
import type { Plan } from './plan.ts'

export interface Planned {
  readonly dataset: DatasetInfo
  readonly plan: Plan
  readonly device: string
  /** Half a sentence. */
  readonly whyDevice: string
  readonly runDir: string
  /** Where several are trained. */
  readonly seeds?: readonly number[]
}

function part(dataset: DatasetInfo, by: 'class' | 'group', classes: readonly number[]): string {
  const number = count(classes.length, 'class', 'classes')
  if (by === 'class' || classes.length === 0) return number
  const groups = [...new Set(classes.map((index) => dataset.classes[index]?.group ?? '(no group)'))]
  return `${number} (${shorten(groups, 5)})`
}

function budget({ recipe }: Plan): string {
  if (!isIterative(recipe)) return 'none: the head is computed at once'
  const { steps, minutes } = recipe.budget
  const parts = [
    ...(steps === null ? [] : [count(steps, 'step')]),
    ...(minutes === null ? [] : [duration(minutes * 60)]),
  ]
  return parts.join(' or ')
}

/** What is going to happen, and why: before it begins, so that a wrong guess costs nothing. */
export function showPlan(terminal: Terminal, { dataset, plan, device, whyDevice, runDir, seeds }: Planned): void {
  const { dim, bold, yellow } = terminal.colours
  const { recipe, split } = plan
  const trained = split.train.reduce((sum, index) => sum + (dataset.classes[index]?.pictures.length ?? 0), 0)
  const rows: [string, string][] = [
    ...datasetRows(dataset).filter(([name]) => name === 'classes' || name === 'pictures'),
    ['recipe', bold(recipe.name)],
    ...(plan.why === undefined ? [] : [['', plan.why] as [string, string]]),
    ['training', `${part(dataset, split.by, split.train)}, ${integer(trained)} pictures`],
    ['validation', `${part(dataset, split.by, split.validation)}, never trained on`],
    ['test', `${part(dataset, split.by, split.test)}, used once, by evaluate`],
    ['budget', budget(plan)],
    ['device', `${device}: ${whyDevice}`],
    ...(seeds ? [['seeds', `${seeds.join(', ')}, one training each on these same classes`] as [string, string]] : []),
    [seeds ? 'runs' : 'run', seeds ? `${shownFolder(runDir)}-seed${seeds[0]} and so on` : shownFolder(runDir)],
  ]
  const shown = rows.filter(([name]) => {
    if (name === 'validation') return split.validation.length > 0
    return name !== 'test' || split.test.length > 0
  })
  for (const line of details(shown, terminal.width, dim)) terminal.out(line)
  for (const note of plan.notes) terminal.out(`${yellow('note:')} ${note}`)
  const left = dataset.problems.filter(({ leftOut }) => leftOut).length
  if (left > 0) terminal.out(`${yellow('note:')} ${count(left, 'file')} left out: \`scan\` names them.`)
  terminal.out()
}
