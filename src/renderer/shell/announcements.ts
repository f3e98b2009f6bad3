import type { ActiveTraining } from '../../shared/contract/training.ts'

type Known = Pick<ActiveTraining, 'runId' | 'state'>

/** What to say to those who do not see the ring: the training that began, paused, went on or ended. */
export function trainingNews(
  before: readonly Known[],
  after: readonly Known[],
): 'trainingStarted' | 'trainingPaused' | 'trainingResumed' | 'trainingEnded' | undefined {
  const over = (state: Known['state']): boolean => state === 'ended' || state === 'failed'
  const stateBefore = (id: string) => before.find(({ runId }) => runId === id)?.state
  for (const { runId, state } of after) {
    const old = stateBefore(runId)
    if (state === old) continue
    if (over(state)) return old === undefined || over(old) ? undefined : 'trainingEnded'
    if (old === undefined) return 'trainingStarted'
    if (state === 'paused') return 'trainingPaused'
    if (old === 'paused' && state === 'running') return 'trainingResumed'
  }
  const isGone = ({ runId, state }: Known): boolean => !over(state) && !after.some((each) => each.runId === runId)
  return before.some(isGone) ? 'trainingEnded' : undefined
}
