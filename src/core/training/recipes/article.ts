import type { Recipe } from '../../../shared/recipe.ts'
import { NO_AUGMENT } from './defaults.ts'

/**
 * A Keras article for beginners, to the letter: 100 x 100 colour pictures, ten of each class, pairs, signed difference,
 * one sigmoid neuron, Adam; validated by 9-way one-shot trials every 250 of 5,000 steps. All weights start as N(0, 0.01),
 * biases as N(0.5, 0.01). The lowest score is the most alike.
 */
export const article: Recipe = {
  name: 'article',
  seed: 1,
  input: { width: 100, height: 100, channels: 3, invert: false, fit: 'fill' },
  picturesPerClass: 10,
  encoder: {
    kind: 'koch',
    filters: [64, 128, 128, 256],
    kernels: [10, 7, 4, 4],
    poolLast: true,
    codes: 4096,
    weightStd: 0.01,
    denseStd: 0.01,
    biasMean: 0.5,
    biasStd: 0.01,
  },
  head: { kind: 'subtract' },
  loss: { kind: 'bce', l2: 2e-4 },
  sampler: { kind: 'pairs', pairs: 64 },
  augment: NO_AUGMENT,
  optimiser: { kind: 'adam', rate: 6e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  schedule: { kind: 'constant', warmup: 0 },
  budget: { steps: 5000, minutes: null },
  validation: {
    every: 250,
    way: 9,
    shot: 1,
    trials: 250,
    withinGroup: false,
    acrossDrawer: false,
    patience: null,
  },
  views: 1,
  checkpointEvery: 250,
}
