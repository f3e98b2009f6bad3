/** What would make two runs comparable: one of them evaluated on the trials of the other. */
import { AUTO_CHOICE } from '../../shared/contract/auto-choice.ts'
import type { EvaluationChoice } from '../../shared/contract/evaluations.ts'
import type { RunSummary } from '../../shared/contract/runs.ts'

type Evaluated = Pick<RunSummary, 'id' | 'dir' | 'scores'>

export interface SameTrials {
  /** The run to evaluate. */
  readonly runId: string
  readonly choice: EvaluationChoice
  /** Name of the trials. */
  readonly protocol: string
}

/** Published runs are read from their own folder, which a run does not hold. */
const isKept = ({ protocol }: Evaluated['scores'][number]) => protocol.name !== 'lake'

/** The trials that a run was evaluated on. */
export function trialsOf(dir: string, hash: string): EvaluationChoice {
  return { ...AUTO_CHOICE, protocol: `${dir}/protocols/${hash}.json` }
}

/** Undefined where neither has trials that the other could be given. */
export function sameTrials(first: Evaluated | undefined, second: Evaluated | undefined): SameTrials | undefined {
  if (!first || !second) return undefined
  for (const [from, to] of [
    [first, second],
    [second, first],
  ] as const) {
    const score = from.scores.find(isKept)
    if (!score) continue
    const { name, hash } = score.protocol
    return { runId: to.id, choice: trialsOf(from.dir, hash), protocol: name }
  }
  return undefined
}
