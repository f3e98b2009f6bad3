import type { Recipe } from '../../../shared/recipe.ts'

/** The loss of a network that has learnt nothing, and what it is called; undefined where it has no fixed value. */
export function guessingLoss({ loss, sampler }: Recipe): { value: number; name: string } | undefined {
  switch (loss.kind) {
    case 'bce':
      return { value: Math.LN2, name: 'ln 2' }
    case 'triplet':
      return { value: loss.margin, name: 'the margin' }
    case 'contrastive':
      // All distances 0: different pairs, half of a batch of pairs, pay half the squared margin.
      return sampler.kind === 'pairs'
        ? { value: loss.margin ** 2 / 4, name: 'a quarter of the squared margin' }
        : undefined
    case 'supcon': {
      if (sampler.kind !== 'balanced') return undefined
      const others = sampler.classes * sampler.pictures - 1
      return { value: Math.log(others), name: `ln ${others}` }
    }
    case 'prototypical':
      return sampler.kind === 'episodes' ? { value: Math.log(sampler.way), name: `ln ${sampler.way}` } : undefined
    case 'whitening':
      return undefined
  }
}
