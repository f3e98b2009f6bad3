/** Runs of one training with several seeds. */
import type { RunSummary } from '../../shared/contract/runs.ts'

export interface SeedMember {
  readonly seed: number
  /** Name of its run, also before there is one. */
  readonly id: string
  readonly run: RunSummary | undefined
}

/** The seeds of a run's group, in the order in which they are trained; none for a run that is alone. */
export function seedMembers(
  { id, seed, groupSeeds }: Pick<RunSummary, 'id' | 'seed' | 'groupSeeds'>,
  runs: readonly RunSummary[],
): SeedMember[] {
  const end = `-seed${seed}`
  // A folder that was renamed has left its group.
  if (!groupSeeds || !id.endsWith(end)) return []
  const base = id.slice(0, -end.length)
  const byId = new Map(runs.map((run) => [run.id, run]))
  return groupSeeds.map((each) => {
    const name = `${base}-seed${each}`
    return { seed: each, id: name, run: byId.get(name) }
  })
}
