/** The head's own trained tensors: a weighting of the code's entries and a bias, where it ends in a sigmoid neuron. */
import type { HostTensorMap, SpecMap } from '../../engine/index.ts'
import type { PairScore } from '../../../shared/evaluation.ts'
import type { Rng } from '../../../shared/random.ts'
import type { HeadSpec, Recipe } from '../../../shared/recipe.ts'
import { filled, float, normal } from '../tensors.ts'

/** Whether the head ends in a trained sigmoid neuron. */
export function isNeuron(head: HeadSpec): head is Extract<HeadSpec, { kind: 'subtract' | 'l1' }> {
  return head.kind === 'subtract' || head.kind === 'l1'
}

/** Its trained tensors: `head/weight` [codes] and `head/bias` [], none for a head that only measures a distance. */
export function headParameters(head: HeadSpec, codes: number): SpecMap {
  return isNeuron(head) ? { 'head/weight': float(codes), 'head/bias': float() } : {}
}

/** Starts as the encoder's dense layer does. */
export function initHead({ head, encoder }: Recipe, codes: number, rng: Rng): HostTensorMap {
  if (!isNeuron(head)) return {}
  if (encoder.kind !== 'koch')
    return { 'head/weight': normal(rng, float(codes), 0, Math.sqrt(1 / codes)), 'head/bias': filled(float(), 0) }
  return {
    'head/weight': normal(rng, float(codes), 0, encoder.denseStd),
    'head/bias': normal(rng, float(), encoder.biasMean, encoder.biasStd),
  }
}

/** The trained head as data: enough to compare cached codes without the network. @throws Error without its tensors. */
export function pairScore({ head }: Pick<Recipe, 'head'>, state: HostTensorMap): PairScore {
  if (!isNeuron(head)) return head
  const weight = state['head/weight']?.data
  const bias = state['head/bias']?.data
  if (!(weight instanceof Float32Array) || !(bias instanceof Float32Array))
    throw new Error(`the state has no weight and bias for the head '${head.kind}'`)
  return { kind: head.kind, weight: weight.slice(), bias: bias[0] ?? 0 }
}
