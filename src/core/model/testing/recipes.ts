/** Small recipes for tests. */
import type { Recipe } from '../../../shared/recipe.ts'
import { NO_AUGMENT } from '../../training/recipes/defaults.ts'

/** Conv-4 of two narrow blocks on 8x8 grey pictures, trained by all pairs; `changes` replace whole fields. */
export function tinyRecipe(changes: Partial<Recipe> = {}): Recipe {
  return {
    name: 'tiny',
    seed: 1,
    input: { width: 8, height: 8, channels: 1, invert: true, fit: 'fill' },
    picturesPerClass: null,
    encoder: { kind: 'conv4', filters: [4, 4], embedding: 6, momentum: 0.9, members: 1 },
    head: { kind: 'cosine' },
    loss: { kind: 'supcon', temperature: 0.1 },
    sampler: { kind: 'balanced', classes: 3, pictures: 2 },
    augment: NO_AUGMENT,
    optimiser: { kind: 'adam', rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    schedule: { kind: 'constant', warmup: 0 },
    budget: { steps: 10, minutes: null },
    validation: { every: 5, way: 3, shot: 1, trials: 10, withinGroup: false, acrossDrawer: false, patience: null },
    views: 1,
    checkpointEvery: 5,
    ...changes,
  }
}

/** The article's kind of network, tiny: two convolutions on 12x12 colour pictures, pairs. */
export function tinyPairsRecipe(changes: Partial<Recipe> = {}): Recipe {
  return tinyRecipe({
    input: { width: 12, height: 12, channels: 3, invert: false, fit: 'fill' },
    encoder: {
      kind: 'koch',
      filters: [3, 4],
      kernels: [3, 2],
      poolLast: true,
      codes: 5,
      weightStd: 0.2,
      denseStd: 0.3,
      biasMean: 0.1,
      biasStd: 0.1,
    },
    head: { kind: 'subtract' },
    loss: { kind: 'bce', l2: 2e-4 },
    sampler: { kind: 'pairs', pairs: 4 },
    ...changes,
  })
}
