/** An occlusion map as something to look at: one scale for all maps of a trial, signs, and where the answer would change. */
import type { OcclusionMaps } from '../../../shared/contract/trials.ts'

/** From this share of the largest change on, a cell shows its sign. */
const SIGN_FROM = 0.3
/** Above this no picture shows through. */
const MOST_OPAQUE = 0.78

/** Largest change, up or down, that is known in any map: the end of the scale. 0 where nothing changes anything. */
export function largestChange({ query, truth, rival }: OcclusionMaps): number {
  let largest = 0
  for (const map of [query.toTruth, query.toRival, truth, rival]) {
    for (const change of map) if (Math.abs(change) > largest) largest = Math.abs(change)
  }
  return largest
}

/** How a cell is painted. */
export interface Shade {
  /** `farther` where covering moves the two apart, `closer` where it brings them together. */
  readonly kind: 'farther' | 'closer'
  /** 0..1 */
  readonly opacity: number
  readonly sign: '+' | '−' | ''
}

/** @returns undefined where nothing is known, or nothing changes */
export function shadeOf(change: number, largest: number): Shade | undefined {
  if (!Number.isFinite(change) || change === 0 || largest === 0) return undefined
  const share = Math.min(1, Math.abs(change) / largest)
  const isFarther = change > 0
  return {
    kind: isFarther ? 'farther' : 'closer',
    opacity: share * MOST_OPAQUE,
    sign: share < SIGN_FROM ? '' : isFarther ? '+' : '−',
  }
}

/** The range of a map's changes, as far as they are known. */
export function rangeOf(changes: Float32Array): { readonly lowest: number; readonly highest: number } {
  let lowest = 0
  let highest = 0
  for (const change of changes) {
    if (change < lowest) lowest = change
    if (change > highest) highest = change
  }
  return { lowest, highest }
}

/**
 * Positions that decide: covered there, a trial that was right is wrong, or the reverse.
 * @param nearest way that is nearest with each position covered, -1 where that is not known
 */
export function decisive(nearest: readonly number[], truth: number, isRight: boolean): readonly boolean[] {
  return nearest.map((way) => way >= 0 && (way === truth) !== isRight)
}

/** `+0.0123`, `−0.0400`: always with its sign. */
export function signed(change: number, digits: number): string {
  const text = Math.abs(change).toFixed(digits)
  return Number(text) === 0 ? text : `${change < 0 ? '−' : '+'}${text}`
}

/** Digits that show a change of a hundredth of the scale. */
export function changeDigits(largest: number): number {
  if (largest === 0) return 3
  return Math.min(6, Math.max(3, Math.ceil(-Math.log10(largest)) + 2))
}

/** A stretch of a grid line, in cells. */
export type Edge = readonly [x1: number, y1: number, x2: number, y2: number]

/** The border around the marked cells of a square grid: what lies between a marked cell and one that is not, or the edge. */
export function bordersOf(marked: readonly boolean[], cells: number): Edge[] {
  const isMarked = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < cells && y < cells && marked[y * cells + x] === true
  const edges: Edge[] = []
  for (let y = 0; y < cells; y++) {
    for (let x = 0; x < cells; x++) {
      if (!isMarked(x, y)) continue
      if (!isMarked(x, y - 1)) edges.push([x, y, x + 1, y])
      if (!isMarked(x, y + 1)) edges.push([x, y + 1, x + 1, y + 1])
      if (!isMarked(x - 1, y)) edges.push([x, y, x, y + 1])
      if (!isMarked(x + 1, y)) edges.push([x + 1, y, x + 1, y + 1])
    }
  }
  return edges
}
