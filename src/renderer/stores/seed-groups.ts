/** Runs that differ by their seed alone, and what their numbers say together. */
import type { RunScore, RunSummary } from '../../shared/contract/runs.ts'
import { seedSpread } from '../../shared/seeds.ts'
import type { SeedSpread } from '../../shared/seeds.ts'

type Scored = Pick<RunSummary, 'seedKey' | 'seed' | 'scores'>

export interface ProtocolSpread {
  /** What was measured; its accuracy is that of one of the runs. */
  readonly score: RunScore
  readonly spread: SeedSpread
}

/** The newest score of each run by one protocol; a seed that was trained twice counts once. */
function scoresBy(hash: string, runs: readonly Scored[]): RunScore[] {
  const bySeed = new Map<number | null, RunScore>()
  for (const { seed, scores } of runs) {
    const found = scores.find(({ protocol }) => protocol.hash === hash)
    if (found && !bySeed.has(seed)) bySeed.set(seed, found)
  }
  return [...bySeed.values()]
}

/** Mean and spread by every protocol that at least two of the seeds were evaluated by, those of most seeds first. */
export function spreadsOf(runs: readonly Scored[]): ProtocolSpread[] {
  const hashes = new Set(runs.flatMap(({ scores }) => scores.map(({ protocol }) => protocol.hash)))
  return [...hashes]
    .flatMap((hash) => {
      const scores = scoresBy(hash, runs)
      const [score] = scores
      return score && scores.length > 1 ? [{ score, spread: seedSpread(scores.map(({ accuracy }) => accuracy)) }] : []
    })
    .sort((a, b) => b.spread.seeds - a.spread.seeds)
}

/** The run and those that differ from it by their seed alone, as far as they were trained to the end: one for each seed. */
export function trainedSeeds<Run extends Scored & Pick<RunSummary, 'id' | 'status'>>(
  run: Run | undefined,
  runs: readonly Run[],
): Run[] {
  if (!run || run.seedKey === null) return []
  const bySeed = new Map<number | null, Run>()
  for (const each of [run, ...runs]) {
    if (each.seedKey === run.seedKey && each.status === 'finished' && !bySeed.has(each.seed))
      bySeed.set(each.seed, each)
  }
  return [...bySeed.values()]
}

/** Runs by what they have in common but for their seeds, in order of appearance; each run without such others alone. */
export function bySeedKey<Run extends Scored>(runs: readonly Run[]): Run[][] {
  const groups = new Map<string, Run[]>()
  for (const [i, run] of runs.entries()) {
    const key = run.seedKey ?? `alone ${i}`
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  return [...groups.values()]
}
