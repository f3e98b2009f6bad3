/** A recipe's network in words and numbers, without building it. */
import type { Recipe } from '../../shared/recipe.ts'
import { conv4Layout } from './encoders/conv4-layout.ts'
import { ensembleLayout } from './encoders/ensemble-layout.ts'
import type { LayerInfo, Layout } from './encoders/encoder.ts'
import { kochLayout } from './encoders/koch-layout.ts'
import { headParameters, isNeuron } from './heads/parameters.ts'
import { countNumbers } from './tensors.ts'

export interface ModelDescription {
  readonly layers: readonly LayerInfo[]
  /** Trained numbers in all. */
  readonly parameters: number
  /** Length of a code; null where the frozen backbone decides. */
  readonly codes: number | null
}

const HEADS = {
  subtract: 'difference of two codes, dense, sigmoid',
  l1: 'absolute difference of two codes, dense, sigmoid',
  cosine: 'cosine distance of two codes',
  euclidean: 'Euclidean distance of two codes',
} as const

/** @throws UserError `recipe/…` when a picture is too small for the encoder. */
export function describeModel({ input, encoder, head }: Pick<Recipe, 'input' | 'encoder' | 'head'>): ModelDescription {
  if (encoder.kind === 'backbone') {
    const frozen = { name: 'backbone', kind: `frozen ${encoder.model}`, output: [], parameters: 0 }
    const whitening = { name: 'head', kind: 'within-class whitening, cosine distance', output: [], parameters: 0 }
    return { layers: [frozen, whitening], parameters: 0, codes: null }
  }
  const layout: Layout =
    encoder.kind === 'koch' ? kochLayout(input, encoder) : ensembleLayout(conv4Layout(input, encoder), encoder.members)
  const own = countNumbers(headParameters(head, layout.codes))
  const last: LayerInfo = { name: 'head', kind: HEADS[head.kind], output: isNeuron(head) ? [1] : [], parameters: own }
  return {
    layers: [...layout.layers, last],
    parameters: countNumbers(layout.parameters) + own,
    codes: layout.codes,
  }
}
