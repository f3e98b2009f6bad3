/**
 * Endless shuffled orders that can be read at any place: pass p is a permutation made from the key and p alone, so no
 * state is carried from step to step.
 */
import { Rng } from '../../../shared/random.ts'

type Key = readonly (number | string)[]

/** The numbers 0..count-1 in the order of one pass. */
function permutation(count: number, ...key: Key): number[] {
  return new Rng(...key).shuffle(Array.from({ length: count }, (_, i) => i))
}

/** Draws `take` of `count` items for every step, without repeats in a step where `take <= count`. */
export interface Stream {
  /** Which pass a step belongs to: an item is drawn at most once in a pass (where `take <= count`). */
  pass(step: number): number
  draw(step: number): number[]
}

/**
 * A pass is as many whole steps as the items fill; what is left over sits out, others each time. Where a step takes more
 * than there are, it takes everything several times over.
 */
export function stream(count: number, take: number, ...key: Key): Stream {
  const stepsPerPass = Math.max(1, Math.floor(count / take))
  const passesPerStep = Math.ceil(take / count)
  let held = { pass: -1, order: [] as number[] }

  function order(pass: number): number[] {
    if (held.pass !== pass) {
      const parts = Array.from({ length: passesPerStep }, (_, i) => permutation(count, ...key, pass, i))
      held = { pass, order: parts.flat() }
    }
    return held.order
  }
  const pass = (step: number) => Math.floor(step / stepsPerPass)
  return {
    pass,
    draw(step) {
      const from = (step % stepsPerPass) * take
      return order(pass(step)).slice(from, from + take)
    },
  }
}
