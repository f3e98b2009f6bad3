import { growTo, instantiate } from '../wasm.ts'
import type { WasmMemory } from '../wasm.ts'
import { ROWS_WASM } from './generated/rows-wasm.ts'

/** The functions of rows.wat; addresses and sizes in bytes. */
export interface RowLoops {
  readonly memory: WasmMemory
  widen(from: number, scale: number, to: number, bytes: number): void
  sum(list: number, end: number, to: number, bytes: number): number
  dot(x: number, y: number, bytes: number): number
  far(x: number, scale: number, y: number, otherScale: number, bytes: number): number
  apart(x: number, y: number, weight: number, bytes: number): number
}

/** Bytes the loops take at a time: a row is as long as so many times this. */
export const STEP = 64

let loops: RowLoops | undefined
let owner: symbol | undefined

/**
 * The loops, one instance a thread: its memory belongs to whoever asked last.
 * @param onOpen called when the memory was somebody else's, or is new
 */
export function openLoops(asker: symbol, bytes: number, onOpen: (loops: RowLoops) => void): RowLoops {
  loops ??= instantiate<RowLoops>(ROWS_WASM)
  if (owner === asker) return loops
  growTo(loops.memory, bytes)
  owner = asker
  onOpen(loops)
  return loops
}
