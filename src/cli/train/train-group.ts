import path from 'node:path'
import type { DatasetInfo } from '../../shared/dataset.ts'
import type { DeviceName } from '../../core/engine/index.ts'
import { checkNewRun, memberFolder, newGroupFolder } from '../../core/runs/index.ts'
import type { Terminal } from '../terminal.ts'
import type { TrainFlags } from './flags.ts'
import { trainMembers } from './members.ts'
import type { Plan } from './plan.ts'
import { RUNS } from './run-folder.ts'

/** Where a group goes: what was named, else a name that no other group has. */
export function groupFolder(out: string | undefined, root: string, recipe: string): string {
  return path.resolve(out ?? newGroupFolder(RUNS, root, recipe))
}

/** Says before any work whether the runs of a group may be made. @throws UserError as `checkNewRun` */
export async function checkNewGroup(base: string, seeds: readonly number[]): Promise<void> {
  for (const folder of [base, ...seeds.map((seed) => memberFolder(base, seed))]) await checkNewRun(folder)
}

export interface NewGroup {
  readonly base: string
  readonly dataset: DatasetInfo
  readonly plan: Plan
  readonly device: DeviceName
  readonly seeds: readonly number[]
}

/** Trains a planned recipe once for every seed, all on the same split. */
export async function trainGroup(terminal: Terminal, flags: TrainFlags, planned: NewGroup): Promise<void> {
  const { base, dataset, plan, device, seeds } = planned
  const { recipe, split, why, reason } = plan
  await trainMembers(terminal, {
    base,
    members: seeds.map((seed) => ({ seed, dir: memberFolder(base, seed), exists: false })),
    recipe,
    dataset,
    split,
    device,
    group: { id: path.basename(base), seeds: [...seeds] },
    why,
    reason,
    json: flags.json === true,
    verbose: flags.verbose === true,
  })
}
