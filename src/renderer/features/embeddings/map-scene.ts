/** What is drawn of a map. */
import type { EmbeddingMap } from '../../../shared/contract/embeddings.ts'
import { Rng } from '../../../shared/random.ts'
import type { Colouring } from './colouring.ts'
import type { Thumbs } from './overlay.ts'
import { STATES } from './points-layer.ts'
import type { PointStyles } from './points-layer.ts'

export interface MapScene {
  readonly map: EmbeddingMap
  readonly colouring: Colouring
  readonly picked: ReadonlySet<number>
  /** Hides all that is not picked. */
  readonly isolated: boolean
  readonly current: number | null
  readonly related: readonly number[]
  readonly thumbs: Thumbs
  readonly labelOf: ((point: number) => string) | null
  readonly theme: string
}

/** How each point is drawn. */
export function pointStyles({
  colouring: { entries, entryOf },
  picked,
  isolated,
}: Pick<MapScene, 'colouring' | 'picked' | 'isolated'>): PointStyles {
  const mine = isolated ? STATES.plain : STATES.picked
  const others = isolated ? STATES.hidden : picked.size > 0 ? STATES.faint : STATES.plain
  return {
    colour: Uint8Array.from(entryOf, (entry) => entries[entry]!.mark.colour),
    shape: Uint8Array.from(entryOf, (entry) => entries[entry]!.mark.shape),
    state: Uint8Array.from(entryOf, (_, point) => (picked.has(point) ? mine : others)),
  }
}

/** All points by lot, the same for as many; so no class lies above another. */
export function shuffled(count: number): number[] {
  return new Rng('map order', count).shuffle(Array.from({ length: count }, (_, i) => i))
}
