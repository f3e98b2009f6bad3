import { Rng } from '../../../shared/random.ts'
import { UserError } from '../../../shared/errors.ts'
import type { Batch } from './batch.ts'
import { assemble, type Pool, type Slot } from './pool.ts'
import { stream } from './streams.ts'

/**
 * The article's batches: the first half of the pairs (rounded down) is of one class each, label 0, the other half of two
 * different classes, label 1. Classes come in passes; pictures are drawn at random, different ones within a pair.
 * @throws UserError `data/no-pairs` when no class has two pictures.
 */
export function pairSampler(pool: Pool, pairs: number, seed: number): (step: number) => Batch {
  const able = Array.from({ length: pool.size }, (_, i) => i).filter((drawn) => pool.pictures(drawn).length > 1)
  if (able.length === 0)
    throw new UserError('data/no-pairs', 'No training class has two pictures, so there are no pairs of one class.', {
      next: 'Add a second picture to at least one class.',
    })
  const same = Math.floor(pairs / 2)
  const different = pairs - same
  const sameOrder = stream(able.length, same, seed, 'same')
  const leftOrder = stream(pool.size, different, seed, 'different')

  return (step) => {
    const rng = new Rng(seed, 'pairs', step)
    const left: Slot[] = []
    const right: Slot[] = []
    for (const index of sameOrder.draw(step)) {
      const drawn = able[index] as number
      const pictures = pool.pictures(drawn)
      const first = rng.int(pictures.length)
      const second = (first + 1 + rng.int(pictures.length - 1)) % pictures.length
      left.push({ drawn, picture: pictures[first] as number })
      right.push({ drawn, picture: pictures[second] as number })
    }
    for (const drawn of leftOrder.draw(step)) {
      // Any class but the first, all equally likely.
      const other = (drawn + 1 + rng.int(pool.size - 1)) % pool.size
      left.push({ drawn, picture: rng.pick(pool.pictures(drawn)) })
      right.push({ drawn: other, picture: rng.pick(pool.pictures(other)) })
    }
    const labels = Array.from({ length: pairs }, (_, i) => (i < same ? 0 : 1))
    return assemble(pool, [...left, ...right], labels)
  }
}
