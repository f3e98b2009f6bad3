import { membersOf, type Recipe } from '../../../shared/recipe.ts'

/** Two places in a batch. */
export interface BatchPair {
  readonly same: boolean
  readonly a: number
  readonly b: number
  /** Place among the batch's pairs, where it is made of pairs. */
  readonly pair?: number
}

/**
 * Some pairs of a batch, those of one class first. Batches that are not made of pairs are paired by label, within the
 * part of the first member of an ensemble.
 * @param each how many of either kind, where there are as many
 */
export function choosePairs(
  { sampler, encoder }: Pick<Recipe, 'sampler' | 'encoder'>,
  labels: ArrayLike<number>,
  each: number,
): BatchPair[] {
  const all = Array.from(labels)
  if (sampler.kind === 'pairs') {
    const pairs = all.map((label, pair) => ({ same: label === 0, a: pair, b: pair + all.length, pair }))
    return [true, false].flatMap((same) => pairs.filter((pair) => pair.same === same).slice(0, each))
  }
  const places = new Map<number, number[]>()
  for (const [place, label] of all.slice(0, all.length / membersOf(encoder)).entries()) {
    const own = places.get(label)
    if (own) own.push(place)
    else places.set(label, [place])
  }
  const classes = [...places.values()]
  const same = classes.flatMap(([a, b]) => (a === undefined || b === undefined ? [] : [{ same: true, a, b }]))
  const different = classes.flatMap(([a], index) => {
    // The second picture of the next class: then most pictures are shown only once.
    const next = classes[(index + 1) % classes.length] as number[]
    const b = next[1] ?? next[0]
    return a === undefined || b === undefined || classes.length < 2 ? [] : [{ same: false, a, b }]
  })
  return [...same.slice(0, each), ...different.slice(0, each)]
}
