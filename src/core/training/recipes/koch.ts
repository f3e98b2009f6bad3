import type { Recipe } from '../../../shared/recipe.ts'
import { NO_AUGMENT } from './defaults.ts'

/** Steps of one epoch of the paper: 30,000 pairs in batches of 128. */
const EPOCH = 234

/**
 * Koch, Zemel and Salakhutdinov 2015: 105 x 105 grey drawings, absolute difference, one sigmoid neuron, momentum, the
 * rate 1 % less after every epoch, affine changes with probability one half (rotation 10 degrees, shear 0.3, scale 0.2,
 * shift 2 pixels), stopping after 20 epochs without a better one-shot accuracy. The momentum begins at 0.5 and rises
 * linearly, as there. The paper's layer-wise rates, momenta and penalties came out of a search and were not printed: all
 * layers share one here, and the rise takes 20 epochs.
 */
export const koch: Recipe = {
  name: 'koch',
  seed: 1,
  input: { width: 105, height: 105, channels: 1, invert: true, fit: 'fill' },
  picturesPerClass: null,
  encoder: {
    kind: 'koch',
    filters: [64, 128, 128, 256],
    kernels: [10, 7, 4, 4],
    poolLast: false,
    codes: 4096,
    weightStd: 0.01,
    denseStd: 0.2,
    biasMean: 0.5,
    biasStd: 0.01,
  },
  head: { kind: 'l1' },
  loss: { kind: 'bce', l2: 2e-4 },
  sampler: { kind: 'pairs', pairs: 128 },
  augment: {
    ...NO_AUGMENT,
    rotation: Math.PI / 18,
    scale: 0.2,
    shear: 0.3,
    shift: 2 / 105,
    probability: 0.5,
  },
  optimiser: {
    kind: 'sgd',
    rate: 0.01,
    momentum: 0.9,
    momentumFrom: 0.5,
    momentumSteps: 20 * EPOCH,
    layerRates: [],
    decay: 0,
  },
  schedule: { kind: 'step', factor: 0.99, every: EPOCH, warmup: 0 },
  budget: { steps: 200 * EPOCH, minutes: null },
  validation: {
    every: EPOCH,
    way: 20,
    shot: 1,
    trials: 320,
    withinGroup: true,
    acrossDrawer: true,
    patience: 20,
  },
  views: 1,
  checkpointEvery: EPOCH,
}
