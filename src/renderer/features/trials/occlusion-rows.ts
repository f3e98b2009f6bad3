/** What is shown of an occlusion: the right class above, the nearest of the others below, both beside the query. */
import type { Pixels } from '../../../shared/contract/common.ts'
import { decisive } from './heat.ts'
import type { Occlusion } from './use-occlusion.ts'

/** A picture with the changes that covering parts of it makes. */
export interface OccludedPicture {
  readonly name: 'query' | 'support'
  readonly pixels: Pixels
  /** All below are absent until the first positions are known. */
  readonly changes: Float32Array | undefined
  readonly nearest: readonly number[] | undefined
  /** Positions that would change the answer. */
  readonly outlined: readonly boolean[]
}

export interface OcclusionRow {
  readonly which: 'truth' | 'rival'
  readonly kind: 'truth' | 'chosen' | 'other'
  readonly way: number
  readonly distance: number
  readonly pictures: readonly OccludedPicture[]
}

/** @param isRight whether the trial was answered right */
export function occlusionRows(
  { subject, maps }: Pick<Occlusion, 'subject' | 'maps'>,
  isRight: boolean,
): OcclusionRow[] {
  const picture = (
    name: OccludedPicture['name'],
    pixels: Pixels,
    changes: Float32Array | undefined,
    nearest: readonly number[] | undefined,
  ): OccludedPicture => {
    const outlined = nearest ? decisive(nearest, subject.truth.way, isRight) : []
    return { name, pixels, changes, nearest, outlined }
  }
  return (['truth', 'rival'] as const).map((which) => {
    const { way, distance, pixels } = subject[which]
    const ofQuery = which === 'truth' ? maps?.query.toTruth : maps?.query.toRival
    return {
      which,
      kind: which === 'truth' ? 'truth' : isRight ? 'other' : 'chosen',
      way,
      distance,
      pictures: [
        picture('query', subject.query, ofQuery, maps?.nearest.query),
        picture('support', pixels, maps?.[which], maps?.nearest[which]),
      ],
    }
  })
}
