import { membersOf, type Recipe } from '../../shared/recipe.ts'

/** Pictures a step of the recipe takes, and how many labels come with them. @throws Error for the sampler `all`. */
export function batchShape({ encoder, sampler }: Pick<Recipe, 'encoder' | 'sampler'>): {
  pictures: number
  labels: number
} {
  if (sampler.kind === 'pairs') return { pictures: 2 * sampler.pairs, labels: sampler.pairs }
  if (sampler.kind === 'all') throw new Error(`the sampler 'all' has no batches: it belongs to closed-form fits`)
  const one =
    sampler.kind === 'balanced' ? sampler.classes * sampler.pictures : sampler.way * (sampler.shot + sampler.queries)
  const pictures = one * membersOf(encoder)
  return { pictures, labels: pictures }
}
