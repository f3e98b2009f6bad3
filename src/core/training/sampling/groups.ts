/** Draws P classes with K pictures each: the ground of the balanced and the episode sampler. */
import type { Pool, Slot } from './pool.ts'
import { stream, type Stream } from './streams.ts'

/** K slots for each of P places; a place's label is the number of its class in the batch. */
export interface Group {
  readonly label: number
  readonly slots: readonly Slot[]
}

/**
 * Classes in passes, so that all are seen equally often; pictures of a class likewise, in passes of its own. No class is
 * in a batch twice unless there are fewer than `places`, and no picture unless its class has fewer than are asked for.
 */
export function groups(pool: Pool, places: number, each: number, seed: number) {
  const order = stream(pool.size, places, seed, 'classes')
  const perClass = Math.ceil(places / pool.size) * each
  // Kept, so that the order of a large class is not shuffled anew for every batch.
  const streams = new Map<number, Stream>()

  function picturesOf(drawn: number): Stream {
    const known = streams.get(drawn) ?? stream(pool.pictures(drawn).length, perClass, seed, 'pictures', drawn)
    streams.set(drawn, known)
    return known
  }

  return (step: number): Group[] => {
    const numbers = new Map<number, number>()
    const ready = new Map<number, number[]>()
    const visit = order.pass(step)
    return order.draw(step).map((drawn) => {
      const pictures = pool.pictures(drawn)
      if (!ready.has(drawn)) {
        numbers.set(drawn, numbers.size)
        ready.set(drawn, picturesOf(drawn).draw(visit))
      }
      const chosen = ready.get(drawn)?.splice(0, each) ?? []
      return {
        label: numbers.get(drawn) ?? 0,
        slots: chosen.map((index) => ({ drawn, picture: pictures[index] as number })),
      }
    })
  }
}
