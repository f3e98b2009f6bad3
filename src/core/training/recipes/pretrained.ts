import type { Recipe } from '../../../shared/recipe.ts'
import { DEFAULTS, NO_AUGMENT } from './defaults.ts'

/**
 * Features of a frozen network, averaged over the mirror image and square-rooted, and a head fitted in closed form:
 * within-class whitening, then cosine. One "step": there is nothing to iterate, so optimiser and schedule lie idle.
 */
export const pretrained: Recipe = {
  name: 'pretrained',
  seed: 1,
  input: { width: 224, height: 224, channels: 3, invert: false, fit: 'contain' },
  picturesPerClass: null,
  encoder: DEFAULTS.encoder.backbone,
  head: { kind: 'cosine' },
  loss: { kind: 'whitening', shrinkage: null },
  sampler: { kind: 'all' },
  augment: NO_AUGMENT,
  optimiser: DEFAULTS.optimiser.adam,
  schedule: { kind: 'constant', warmup: 0 },
  budget: { steps: 1, minutes: null },
  validation: {
    every: 1,
    way: 20,
    shot: 1,
    trials: 1000,
    withinGroup: false,
    acrossDrawer: true,
    patience: null,
  },
  views: 1,
  checkpointEvery: 1,
}
