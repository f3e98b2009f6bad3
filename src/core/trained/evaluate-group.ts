/** Every seed of a group on the same trials, and what lies between them. */
import path from 'node:path'
import { UserError } from '../../shared/errors.ts'
import type { Accuracy, BaselineName, EvaluationResult } from '../../shared/evaluation.ts'
import { seedSpread } from '../../shared/seeds.ts'
import type { SeedSpread } from '../../shared/seeds.ts'
import { peekCheckpoint, runPaths } from '../runs/index.ts'
import type { RunGroup } from '../runs/index.ts'
import { evaluateRun } from './evaluate-run.ts'
import type { EvaluateRunOptions } from './evaluate-run.ts'

export interface GroupEvaluation {
  /** Folder of its runs without the seed. */
  readonly group: string
  readonly protocol: { readonly name: string; readonly hash: string }
  readonly way: number
  readonly shot: number
  readonly trials: number
  readonly chance: number
  readonly runs: readonly (Pick<Accuracy, 'accuracy' | 'interval'> & { readonly seed: number; readonly dir: string })[]
  readonly spread: SeedSpread
  /** Of the first seed; the untrained network alone differs between seeds. */
  readonly baselines: Readonly<Partial<Record<BaselineName, Accuracy>>>
  /** Seeds whose training has not ended: they are not in the figures. */
  readonly missing: readonly number[]
}

export interface EvaluateGroupOptions extends Omit<EvaluateRunOptions, 'onProgress'> {
  readonly onProgress?: (seed: number, ...rest: Parameters<NonNullable<EvaluateRunOptions['onProgress']>>) => void
}

/** A run that was stopped half way is no sample of what the recipe gives. */
async function hasEnded(dir: string): Promise<boolean> {
  return ((await peekCheckpoint(runPaths(dir).last))?.ended ?? null) !== null
}

/**
 * Evaluates every run of a group whose training has ended, all on the same trials.
 * @throws UserError `group/unfinished` for fewer than two such runs, `group/other-trials` where the choice gives each run
 *   trials of its own; as `evaluateRun`
 */
export async function evaluateGroup(
  { base, members }: RunGroup,
  { onProgress, ...options }: EvaluateGroupOptions = {},
): Promise<GroupEvaluation> {
  const ended = await Promise.all(members.map(async ({ dir, exists }) => exists && (await hasEnded(dir))))
  const ready = members.filter((_, i) => ended[i])
  const name = path.basename(base)
  if (ready.length < 2) {
    const message = `Of the ${members.length} seeds of ${name}, ${ready.length} have been trained to the end: a spread needs two.`
    throw new UserError('group/unfinished', message, {
      subject: name,
      next: `Go on with: oneshot train --resume --out ${base}`,
    })
  }
  if (options.protocol === 'validation') {
    const message = `Each seed of ${name} has validation trials of its own: their numbers have no mean.`
    throw new UserError('group/other-trials', message, { subject: 'protocol', next: 'Leave --protocol out.' })
  }
  const found: { seed: number; dir: string; result: EvaluationResult }[] = []
  for (const { seed, dir } of ready) {
    const result = await evaluateRun(dir, {
      ...options,
      ...(onProgress === undefined ? {} : { onProgress: (...told) => onProgress(seed, ...told) }),
    })
    found.push({ seed, dir, result })
  }
  const { protocol, way, shot, trials, chance, baselines } = found[0]!.result
  const other = found.find(({ result }) => result.protocol.hash !== protocol.hash)
  if (other) throw new Error(`seed ${other.seed} was given other trials than seed ${found[0]!.seed}`)
  return {
    group: base,
    protocol,
    way,
    shot,
    trials,
    chance,
    runs: found.map(({ seed, dir, result: { accuracy, interval } }) => ({ seed, dir, accuracy, interval })),
    spread: seedSpread(found.map(({ result }) => result.accuracy)),
    baselines,
    missing: members.filter((_, i) => !ended[i]).map(({ seed }) => seed),
  }
}
