import type { Recipe } from '../../../shared/recipe.ts'
import { NO_AUGMENT } from './defaults.ts'

/**
 * From scratch in minutes: a Conv-4 on class-balanced batches in which every pair counts (supervised contrastive loss),
 * turned classes as classes of their own, affine and elastic changes, AdamW with a cosine rate that ends at zero. Two
 * networks side by side; how it was chosen stands in docs/tuning.md.
 */
export const allPairs: Recipe = {
  name: 'all-pairs',
  seed: 1,
  input: { width: 35, height: 35, channels: 1, invert: true, fit: 'fill' },
  picturesPerClass: null,
  encoder: { kind: 'conv4', filters: [32, 64, 64, 64], embedding: 0, momentum: 0.9, members: 2 },
  head: { kind: 'cosine' },
  loss: { kind: 'supcon', temperature: 1 / 24 },
  sampler: { kind: 'balanced', classes: 32, pictures: 4 },
  augment: {
    ...NO_AUGMENT,
    rotation: 0.26,
    scale: 0.2,
    shear: 0.3,
    shift: 0.15,
    elastic: 0.06,
    rotationsAsClasses: true,
  },
  optimiser: { kind: 'adamw', rate: 3e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 1e-4 },
  schedule: { kind: 'cosine', warmup: 0 },
  budget: { steps: 2000, minutes: null },
  validation: {
    every: 100,
    way: 20,
    shot: 1,
    trials: 400,
    withinGroup: true,
    acrossDrawer: true,
    patience: null,
  },
  views: 5,
  checkpointEvery: 100,
}
