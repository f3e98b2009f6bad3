/** A recipe's network: its encoder and its head, as pure functions over named tensors. */
import type { HostTensorMap, SpecMap } from '../engine/index.ts'
import type { Rng } from '../../shared/random.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { UserError } from '../../shared/errors.ts'
import { conv4Encoder } from './encoders/conv4.ts'
import type { Encoder } from './encoders/encoder.ts'
import { ensembleEncoder } from './encoders/ensemble.ts'
import { kochEncoder } from './encoders/koch.ts'
import { headParameters, initHead } from './heads/parameters.ts'

/** Encoder and head together. */
export interface Network extends Encoder {
  /** Trained tensors of encoder and head. */
  readonly parameters: SpecMap
  /** The trained tensors of the encoder alone: what `encode` needs besides the buffers. */
  readonly encoderParameters: SpecMap
  /** Starting values of parameters (head included) and buffers. */
  init(rng: Rng): HostTensorMap
}

function createEncoder(recipe: Recipe): Encoder {
  const { encoder, input } = recipe
  if (encoder.kind === 'koch') return kochEncoder(input, encoder)
  if (encoder.kind === 'conv4') return ensembleEncoder(conv4Encoder(input, encoder), encoder.members)
  throw new UserError('recipe/frozen-encoder', `The encoder 'backbone' is frozen and is not trained by gradient.`, {
    subject: 'encoder.kind',
    next: 'Fit a head on its features instead (loss.kind=whitening), or choose koch or conv4.',
  })
}

/**
 * The network that a recipe describes, without any tensor yet.
 * @throws UserError `recipe/…` when its pictures are too small for its encoder, or the encoder is frozen
 */
export function createNetwork(recipe: Recipe): Network {
  const encoder = createEncoder(recipe)
  const head = headParameters(recipe.head, encoder.codes)
  const parameters = { ...encoder.parameters, ...head }
  return {
    ...encoder,
    parameters,
    encoderParameters: encoder.parameters,
    init: (rng) => ({ ...encoder.init(rng), ...initHead(recipe, encoder.codes, rng) }),
  }
}
