/** Joins a recipe's head and loss: from the codes of a batch to the loss, and to the distances worth watching. */
import { tf } from '../engine/index.ts'
import type { Scalar, Tensor1D, Tensor2D, TensorMap } from '../engine/index.ts'
import { membersOf, type LossSpec, type Recipe } from '../../shared/recipe.ts'
import { isCompatible, mismatch } from './compatibility.ts'
import { comparable, distanceMatrix, pairDistances, similarityMatrix, type DistanceHead } from './heads/distance.ts'
import { pairLogits } from './heads/neuron.ts'
import { isNeuron } from './heads/parameters.ts'
import { binaryCrossEntropy } from './losses/bce.ts'
import { contrastive } from './losses/contrastive.ts'
import { l2Penalty } from './losses/l2.ts'
import { maskedMean, pairMasks } from './losses/masks.ts'
import { prototypical } from './losses/prototypical.ts'
import { supervisedContrastive } from './losses/supcon.ts'
import { tripletHard, tripletSemiHard } from './losses/triplet.ts'
import { partsOf } from './parts.ts'

/** Loss of a batch, and `same`, `different` [] and for pairs `scores` [pairs]. */
export type Objective = (
  parameters: TensorMap,
  codes: Tensor2D,
  labels: Tensor1D,
) => { loss: Scalar; measured: TensorMap }

/** What a recipe trains for. @throws UserError `recipe/mismatch` when head, loss and sampler do not go together */
export function createObjective(recipe: Pick<Recipe, 'encoder' | 'head' | 'loss' | 'sampler'>): Objective {
  const { encoder, head, loss, sampler } = recipe
  if (!isCompatible(recipe)) throw mismatch(recipe)
  if (loss.kind === 'bce' && isNeuron(head)) return neuronObjective(head.kind, loss)
  if (isNeuron(head)) throw mismatch(recipe)
  if (loss.kind === 'contrastive' && sampler.kind === 'pairs') return pairObjective(head, loss.margin)
  const members = membersOf(encoder)
  return batchObjective(head, members, (codes, labels) => {
    if (loss.kind === 'prototypical' && sampler.kind === 'episodes')
      return prototypical(head, codes, labels, { ...sampler, temperature: loss.temperature })
    return allPairsLoss(head, loss, codes, labels)
  })
}

function neuronObjective(kind: 'subtract' | 'l1', loss: Extract<LossSpec, { kind: 'bce' }>): Objective {
  return (parameters, codes, labels) => {
    const [left, right] = tf.split(codes, 2) as [Tensor2D, Tensor2D]
    const logits = pairLogits(kind, parameters, left, right)
    const scores = tf.sigmoid(logits)
    const entropy = binaryCrossEntropy(logits, labels)
    const total = loss.l2 > 0 ? (tf.add(entropy, l2Penalty(parameters, loss.l2)) as Scalar) : entropy
    return { loss: total, measured: { scores, ...meansOfPairs(scores, labels) } }
  }
}

function pairObjective(head: DistanceHead, margin: number): Objective {
  return (_, codes, labels) => {
    const [left, right] = tf.split(comparable(head, codes), 2) as [Tensor2D, Tensor2D]
    const scores = pairDistances(head, left, right)
    const different = tf.cast(labels, 'float32')
    const loss = contrastive(scores, different, tf.onesLike(different), margin)
    return { loss, measured: { scores, ...meansOfPairs(scores, labels) } }
  }
}

/** The members of an ensemble learn each for itself, from its own part of the batch. */
function batchObjective(
  head: DistanceHead,
  members: number,
  lossOf: (codes: Tensor2D, labels: Tensor1D) => Scalar,
): Objective {
  return (_, all, allLabels) => {
    const labelsOf = partsOf(allLabels, members)
    const each = partsOf(all, members).map((raw, member) => {
      const labels = labelsOf[member] as Tensor1D
      const codes = comparable(head, raw)
      const distances = distanceMatrix(head, codes, codes)
      const { positive, negative } = pairMasks(labels)
      const [same, different] = [maskedMean(distances, positive), maskedMean(distances, negative)]
      return { loss: lossOf(codes, labels), same, different }
    })
    const mean = (figure: 'loss' | 'same' | 'different') =>
      tf.div(tf.addN(each.map((one) => one[figure])), members) as Scalar
    return { loss: mean('loss'), measured: { same: mean('same'), different: mean('different') } }
  }
}

function allPairsLoss(head: DistanceHead, loss: LossSpec, codes: Tensor2D, labels: Tensor1D): Scalar {
  if (loss.kind === 'supcon')
    return supervisedContrastive(similarityMatrix(head, codes, codes), labels, loss.temperature)
  const distances = distanceMatrix(head, codes, codes)
  if (loss.kind === 'triplet')
    return (loss.mining === 'hard' ? tripletHard : tripletSemiHard)(distances, labels, loss.margin)
  if (loss.kind !== 'contrastive') throw new Error(`'${loss.kind}' is not a loss over all pairs`)
  const { negative, self } = pairMasks(labels)
  return contrastive(distances, negative, tf.sub(1, self), loss.margin)
}

function meansOfPairs(scores: Tensor1D, labels: Tensor1D): TensorMap {
  const different = tf.cast(labels, 'float32')
  return { same: maskedMean(scores, tf.sub(1, different)), different: maskedMean(scores, different) }
}
