import type { DatasetSummary } from '../../../shared/contract/datasets.ts'

export interface ProblemRow {
  readonly kind: string
  readonly message: string
  readonly leftOut: boolean
}

export interface ProblemWords {
  readonly duplicates: string
  readonly duplicatesAcross: string
}

/** Problems and duplicates as one list: what is left out first, then what may mislead a test, then the rest. */
export function problemRows(
  { problems, duplicates }: Pick<DatasetSummary, 'problems' | 'duplicates'>,
  words: ProblemWords,
): ProblemRow[] {
  const copies = duplicates.map(({ paths, acrossClasses }) => ({
    kind: 'duplicate',
    message: `${paths.join(' = ')} (${acrossClasses ? words.duplicatesAcross : words.duplicates})`,
    leftOut: false,
    rank: acrossClasses ? 1 : 2,
  }))
  const others = problems.map(({ kind, message, leftOut }) => ({ kind, message, leftOut, rank: leftOut ? 0 : 3 }))
  return [...others, ...copies].sort((a, b) => a.rank - b.rank).map(({ rank: _, ...row }) => row)
}

/** How many of each kind, most first. */
export function countKinds(rows: readonly ProblemRow[]): [kind: string, count: number][] {
  const counts = new Map<string, number>()
  for (const { kind } of rows) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)
}
