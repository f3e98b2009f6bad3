/** The classes a sampler draws from, each turned class counted as one of its own where the recipe says so. */
import type { Batch } from './batch.ts'

/** The classes as they are drawn, numbered from 0. */
export interface Pool {
  /** Number of drawn classes. */
  readonly size: number
  /** Picture indices of a drawn class. */
  pictures(drawn: number): readonly number[]
  /** Quarter turns of a drawn class. */
  turn(drawn: number): number
}

/** With rotations drawn class 4 c + t is class c turned by t quarters. @param classes picture indices of each class */
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

/** A batch of the slots in their order. @param labels as `Batch.labels`: one for each slot, or for each pair of them */
export function assemble(pool: Pool, slots: readonly Slot[], labels: readonly number[]): Batch {
  return {
    pictures: Int32Array.from(slots, (slot) => slot.picture),
    labels: Int32Array.from(labels),
    rotations: Uint8Array.from(slots, (slot) => pool.turn(slot.drawn)),
    classes: Int32Array.from(slots, (slot) => slot.drawn),
  }
}
