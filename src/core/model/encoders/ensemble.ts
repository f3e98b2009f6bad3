/**
 * Several small encoders side by side, each started from other numbers and fed with other batches; the code is all their
 * codes, each of unit length, one after another. From few classes, networks go wrong in different places: small ones
 * together beat a large one that takes as long to train (docs/tuning.md).
 */
import { tf } from '../../engine/index.ts'
import type { Tensor2D, Tensor4D, TensorMap } from '../../engine/index.ts'
import { normalise } from '../heads/distance.ts'
import type { Encoder } from './encoder.ts'
import { ensembleLayout, prefixOf, renamed } from './ensemble-layout.ts'

/** A member's own tensors under its own names. */
function ownOf(values: TensorMap, prefix: string): TensorMap {
  const own = Object.entries(values).filter(([name]) => name.startsWith(prefix))
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]))
}

/**
 * In `train` mode the pictures are one batch for each member after another, and so are the codes, each as long as one
 * member's. @param members 1 gives the encoder itself
 */
export function ensembleEncoder(encoder: Encoder, members: number): Encoder {
  if (members === 1) return encoder
  const prefixes = Array.from({ length: members }, (_, m) => prefixOf(m))
  return {
    ...ensembleLayout(encoder, members),
    init: (rng) => Object.assign({}, ...prefixes.map((prefix) => renamed(encoder.init(rng), (name) => prefix + name))),
    encode(values, images, mode) {
      // In training each member has a batch of its own; a trained ensemble looks at every picture with all.
      const batches = mode === 'train' ? tf.split(images, members) : prefixes.map(() => images)
      const encodings = prefixes.map((prefix, m) => encoder.encode(ownOf(values, prefix), batches[m] as Tensor4D, mode))
      const buffers: TensorMap = {}
      encodings.forEach((encoding, m) =>
        Object.assign(
          buffers,
          renamed(encoding.buffers, (name) => prefixes[m] + name),
        ),
      )
      const units = encodings.map((encoding) => normalise(encoding.codes))
      const codes = tf.concat(units, mode === 'train' ? 0 : 1) as Tensor2D
      return { codes, buffers }
    },
  }
}
