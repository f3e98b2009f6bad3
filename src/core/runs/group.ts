/**
 * Trainings of one recipe with several seeds, on one split: folders `NAME-seed1`, `NAME-seed2`… beside each other, each a run
 * like any other. Every one of them says in `recipe.json` which group it belongs to, so that a group stopped at any point can
 * be gone on with.
 */
import { existsSync, readdirSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { UserError } from '../../shared/errors.ts'
import { newRunFolder, REMOVED } from './folder.ts'
import { runPaths } from './layout.ts'
import type { RunRecord } from './record.ts'
import { openRun, readRecord } from './run.ts'
import { currentVersions } from './versions.ts'

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

/** Seeds of a group: the recipe's, and those after it. */
export function seedsOf(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i)
}

/** `<runs>/<date>-<dataset>-<recipe>` for a new group: a name whose runs no other group has, those put away included. */
export function newGroupFolder(runs: string, dataset: string, recipe: string): string {
  const first = newRunFolder(runs, dataset, recipe)
  const taken = [runs, path.join(runs, REMOVED)].flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []))
  for (let attempt = 1; ; attempt++) {
    const own = attempt === 1 ? first : `${first}-${attempt}`
    if (!taken.some((name) => name.startsWith(`${path.basename(own)}-seed`))) return own
  }
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

/** A run about to be made. */
export interface NextOfGroup {
  readonly dir: string
  readonly record: RunRecord
}

/**
 * What is trained after this run: the first of its group whose training has not begun. Undefined for a run of no group, and
 * where all have begun.
 * @param options.alsoRemoved also those whose run was put away. @default false
 * @throws UserError as `openRun` and `readGroup`
 */
export async function nextOfGroup(
  runDir: string,
  { alsoRemoved = false }: { readonly alsoRemoved?: boolean } = {},
): Promise<NextOfGroup | undefined> {
  const { record } = await openRun(runDir)
  const group = record.group && (await readGroup(groupBase(runDir, record)))
  const isAway = (dir: string) => existsSync(path.join(path.dirname(dir), REMOVED, path.basename(dir)))
  const next = group?.members.find(({ exists, dir }) => !exists && (alsoRemoved || !isAway(dir)))
  if (!next) return undefined
  // The same on the same device, wherever the pictures are now; made by the program as it is now.
  const recipe = { ...record.recipe, seed: next.seed }
  const created = new Date().toISOString()
  return { dir: next.dir, record: { ...record, recipe, created, versions: currentVersions() } }
}
