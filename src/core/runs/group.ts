/**
 * Trainings of one recipe with several seeds, on one split: folders `NAME-seed1`, `NAME-seed2`… beside each other, each a run
 * like any other. Every one of them says in `recipe.json` which group it belongs to, so that a group stopped at any point can
 * be gone on with.
 */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { UserError } from '../../shared/errors.ts'
import { runPaths } from './layout.ts'
import type { RunRecord } from './record.ts'
import { readRecord } from './run.ts'

export interface GroupMember {
  readonly seed: number
  /** Folder of its run. */
  readonly dir: string
  /** Whether its training has begun. */
  readonly exists: boolean
}

export interface RunGroup {
  /** Folder of its runs without the seed: what the person named. */
  readonly base: string
  /** In the order in which they are trained. */
  readonly members: readonly GroupMember[]
  /** What all of them have in common, the seed apart; that of the first that has begun. */
  readonly record: RunRecord & { readonly group: NonNullable<RunRecord['group']> }
}

/** Folder of the run with a seed. */
export function memberFolder(base: string, seed: number): string {
  return `${base}-seed${seed}`
}

/** Folder name of a group without the seed, from one of its runs. */
export function groupBase(runDir: string, { recipe }: Pick<RunRecord, 'recipe'>): string {
  const end = `-seed${recipe.seed}`
  return runDir.endsWith(end) ? runDir.slice(0, -end.length) : runDir
}

/**
 * The group whose runs are called `base-seedN`; undefined where there is none.
 * @throws UserError `group/mixed` when runs of different groups are called so
 */
export async function readGroup(base: string): Promise<RunGroup | undefined> {
  const folder = path.resolve(base)
  const start = `${path.basename(folder)}-seed`
  const names = (await readdir(path.dirname(folder)).catch(() => [])).filter((name) => name.startsWith(start))
  const found = await Promise.all(
    names.map((name) => readRecord(runPaths(path.join(path.dirname(folder), name)).record).catch(() => undefined)),
  )
  const records = found.flatMap((record) => (record?.group ? [{ ...record, group: record.group }] : []))
  const [first] = records.toSorted(
    (a, b) => a.group.seeds.indexOf(a.recipe.seed) - b.group.seeds.indexOf(b.recipe.seed),
  )
  if (!first) return undefined
  const stranger = records.find(({ group }) => group.id !== first.group.id)
  if (stranger) {
    throw new UserError('group/mixed', `The runs ${start}… in ${path.dirname(folder)} belong to different groups.`, {
      subject: folder,
      next: 'Move those of one of them to another folder.',
    })
  }
  const begun = new Set(records.map(({ recipe }) => recipe.seed))
  const members = first.group.seeds.map((seed) => {
    return { seed, dir: memberFolder(folder, seed), exists: begun.has(seed) }
  })
  return { base: folder, members, record: first }
}
