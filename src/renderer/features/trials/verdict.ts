/** What came of a trial, for the page to put into words. */
import type { TrialDetail } from '../../../shared/contract/evaluations.ts'

export type VerdictKind = 'right' | 'wrong' | 'tie' | 'tieWrong' | 'nothing'

export function verdictKind({ credit, tied }: Pick<TrialDetail, 'credit' | 'tied'>): VerdictKind {
  if (credit === 1) return 'right'
  if (tied === 0) return 'nothing'
  if (credit > 0) return 'tie'
  return tied > 1 ? 'tieWrong' : 'wrong'
}

/** `1/3`: what is left of a point that is shared. */
export function sharedPoint(tied: number): string {
  return `1/${tied}`
}

export type WayMark = 'truth' | 'chosen' | 'tied'

/** Signs beside a class. A tie has no single choice: all that share the smallest distance are marked. */
export function marksOf({ ways, tied }: Pick<TrialDetail, 'ways' | 'tied'>, rank: number): readonly WayMark[] {
  const way = ways[rank]
  if (!way) return []
  const isTied = tied > 1 && rank < tied
  return [
    ...(way.truth ? ['truth' as const] : []),
    ...(isTied ? ['tied' as const] : way.chosen ? ['chosen' as const] : []),
  ]
}
