/** The classes a sampler draws from, each turned class counted as one of its own where the recipe says so. */
import type { Batch } from './batch.ts'

export interface Pool {
  /** Number of drawn classes. */
  readonly size: number
  /** Picture indices of a drawn class. */
  pictures(drawn: number): readonly number[]
  /** Quarter turns of a drawn class. */
  turn(drawn: number): number
}

export function createPool(classes: readonly (readonly number[])[], rotationsAsClasses: boolean): Pool {
  const of = (index: number) => classes[index] ?? []
  if (!rotationsAsClasses) return { size: classes.length, pictures: of, turn: () => 0 }
  return { size: classes.length * 4, pictures: (drawn) => of(drawn >> 2), turn: (drawn) => drawn & 3 }
}

/** One picture to feed. */
export interface Slot {
  readonly drawn: number
  readonly picture: number
}

export function assemble(pool: Pool, slots: readonly Slot[], labels: readonly number[]): Batch {
  return {
    pictures: Int32Array.from(slots, (slot) => slot.picture),
    labels: Int32Array.from(labels),
    rotations: Uint8Array.from(slots, (slot) => pool.turn(slot.drawn)),
    classes: Int32Array.from(slots, (slot) => slot.drawn),
  }
}
