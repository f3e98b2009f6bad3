/** Runs beside each other: which of their numbers may be compared. */
import type { RunScore } from '../../../shared/contract/runs.ts'

/** Curves told apart by colour and by dash. */
export const LOOKS = [
  { colour: '--data-blue', dashed: [] },
  { colour: '--data-orange', dashed: [7, 4] },
  { colour: '--data-green', dashed: [2, 3] },
  { colour: '--data-purple', dashed: [12, 4] },
  { colour: '--data-sky', dashed: [9, 3, 2, 3] },
  { colour: '--data-grey', dashed: [4, 2] },
] as const

export interface Comparable {
  readonly protocol: RunScore['protocol']
  /** Newest of each run; undefined where it was not evaluated so. */
  readonly scores: readonly (RunScore | undefined)[]
}

/** Scores by protocol, those first that most runs share. */
export function comparableScores(runs: readonly { readonly scores: readonly RunScore[] }[]): Comparable[] {
  const protocols = new Map(runs.flatMap(({ scores }) => scores.map(({ protocol }) => [protocol.hash, protocol])))
  return [...protocols.values()]
    .map((protocol) => ({
      protocol,
      scores: runs.map(({ scores }) => scores.find((score) => score.protocol.hash === protocol.hash)),
    }))
    .sort((a, b) => b.scores.filter(Boolean).length - a.scores.filter(Boolean).length)
}
