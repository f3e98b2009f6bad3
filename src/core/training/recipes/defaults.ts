/** What the fields of a union are when only its kind is given. */
import type {
  AugmentSpec,
  EncoderSpec,
  HeadSpec,
  LossSpec,
  OptimiserSpec,
  SamplerSpec,
  ScheduleSpec,
} from '../../../shared/recipe.ts'

type ByKind<T extends { kind: string }> = { readonly [K in T['kind']]: Extract<T, { kind: K }> }

export interface UnionDefaults {
  readonly encoder: ByKind<EncoderSpec>
  readonly head: ByKind<HeadSpec>
  readonly loss: ByKind<LossSpec>
  readonly sampler: ByKind<SamplerSpec>
  readonly optimiser: ByKind<OptimiserSpec>
  readonly schedule: ByKind<ScheduleSpec>
}

export const DEFAULTS: UnionDefaults = {
  encoder: {
    koch: {
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
    conv4: { kind: 'conv4', filters: [64, 64, 64, 64], embedding: 256, momentum: 0.9, members: 1 },
    backbone: { kind: 'backbone', model: 'efficientnet-lite0', mirror: true, squareRoot: true },
  },
  head: {
    subtract: { kind: 'subtract' },
    l1: { kind: 'l1' },
    cosine: { kind: 'cosine' },
    euclidean: { kind: 'euclidean', normalise: true },
  },
  loss: {
    bce: { kind: 'bce', l2: 2e-4 },
    contrastive: { kind: 'contrastive', margin: 1 },
    triplet: { kind: 'triplet', margin: 0.2, mining: 'hard' },
    supcon: { kind: 'supcon', temperature: 1 / 16 },
    prototypical: { kind: 'prototypical', temperature: 1 },
    whitening: { kind: 'whitening', shrinkage: null },
  },
  sampler: {
    pairs: { kind: 'pairs', pairs: 64 },
    balanced: { kind: 'balanced', classes: 32, pictures: 4 },
    episodes: { kind: 'episodes', way: 20, shot: 1, queries: 5 },
    all: { kind: 'all' },
  },
  optimiser: {
    sgd: { kind: 'sgd', rate: 0.01, momentum: 0.9, decay: 0 },
    adam: { kind: 'adam', rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    adamw: { kind: 'adamw', rate: 3e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 1e-4 },
  },
  schedule: {
    constant: { kind: 'constant', warmup: 0 },
    step: { kind: 'step', factor: 0.5, every: 1000, warmup: 0 },
    cosine: { kind: 'cosine', warmup: 0 },
  },
}

/** Pictures as they are. */
export const NO_AUGMENT: AugmentSpec = {
  rotation: 0,
  scale: 0,
  shear: 0,
  shift: 0,
  elastic: 0,
  flip: 0,
  colour: 0,
  erase: 0,
  probability: 1,
  rotationsAsClasses: false,
}
