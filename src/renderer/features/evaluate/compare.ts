/** Which numbers may stand beside each other, and what may be said about them. */
import type { Evaluation } from '../../../shared/contract/evaluations.ts'

export interface ProtocolGroup {
  readonly hash: string
  readonly name: string
  /** Newest first. */
  readonly evaluations: readonly Evaluation[]
}

/** Evaluations on identical trials together; the group with the newest first. */
export function groupByProtocol(evaluations: readonly Evaluation[]): readonly ProtocolGroup[] {
  const newest = [...evaluations].sort((a, b) => b.created.localeCompare(a.created))
  const groups = new Map<string, Evaluation[]>()
  for (const evaluation of newest) {
    const { hash } = evaluation.protocol
    const group = groups.get(hash)
    if (group) group.push(evaluation)
    else groups.set(hash, [evaluation])
  }
  return [...groups].map(([hash, members]) => ({ hash, name: members[0]!.protocol.name, evaluations: members }))
}

type Interval = readonly [number, number]

/** Whether two 95 % intervals share a value: then a difference is not shown. */
export function overlap([lowA, highA]: Interval, [lowB, highB]: Interval): boolean {
  return lowA <= highB && lowB <= highA
}

export const BASELINES = ['hausdorff', 'pixels', 'untrained'] as const
export type BaselineName = (typeof BASELINES)[number]

export interface Verdict {
  /** Baselines whose interval overlaps the network's, or lies above it. */
  readonly notShown: readonly BaselineName[]
  readonly worse: readonly BaselineName[]
  /** Whether chance lies in the network's interval, or above it. */
  readonly atChance: boolean
}

export function verdictOf({ interval, chance, baselines }: Evaluation): Verdict {
  const known = BASELINES.flatMap((name) => {
    const baseline = baselines[name]
    return baseline ? [{ name, interval: baseline.interval }] : []
  })
  return {
    notShown: known.filter((each) => overlap(interval, each.interval)).map(({ name }) => name),
    worse: known.filter((each) => interval[1] < each.interval[0]).map(({ name }) => name),
    atChance: interval[0] <= chance,
  }
}

/** First digits of a hash, as the command line prints it. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8)
}
