/** Which encoders, heads, losses and samplers go together. Known without any engine, so that a recipe fails early. */
import { membersOf, type Recipe } from '../../shared/recipe.ts'
import { UserError } from '../../shared/errors.ts'
import { isNeuron } from './heads/parameters.ts'

type Parts = Pick<Recipe, 'encoder' | 'head' | 'loss' | 'sampler'>

/** Whether the loss can train the head on what the sampler draws. */
export function isCompatible({ encoder, head, loss, sampler }: Parts): boolean {
  if (membersOf(encoder) > 1 && sampler.kind === 'pairs') return false
  if (loss.kind === 'whitening') return head.kind === 'cosine' && sampler.kind === 'all'
  if (loss.kind === 'bce') return isNeuron(head) && sampler.kind === 'pairs'
  if (isNeuron(head) || sampler.kind === 'all') return false
  if (loss.kind === 'contrastive') return true
  if (loss.kind === 'prototypical') return sampler.kind === 'episodes'
  return sampler.kind !== 'pairs'
}

/** The error for parts that do not go together; its advice lists those that do. */
export function mismatch({ encoder, head, loss, sampler }: Parts): UserError {
  if (membersOf(encoder) > 1 && sampler.kind === 'pairs')
    return new UserError('recipe/mismatch', `Several networks side by side cannot be trained on pairs.`, {
      subject: 'encoder.members',
      variant: 'members',
      next: 'Set encoder.members=1, or choose the sampler balanced or episodes.',
    })
  return new UserError(
    'recipe/mismatch',
    `The loss '${loss.kind}' cannot train the head '${head.kind}' on the sampler '${sampler.kind}'.`,
    {
      subject: 'loss.kind',
      variant: 'parts',
      values: { loss: loss.kind, head: head.kind, sampler: sampler.kind },
      next:
        'Pair them so: bce with subtract or l1 on pairs; contrastive with cosine or euclidean on pairs, balanced or ' +
        'episodes; triplet and supcon with cosine or euclidean on balanced or episodes; prototypical with cosine or ' +
        'euclidean on episodes; whitening with cosine on all.',
    },
  )
}
