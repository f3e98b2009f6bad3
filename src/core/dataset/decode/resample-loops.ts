import { growTo, instantiate } from '../../wasm.ts'
import type { WasmMemory } from '../../wasm.ts'
import { RESAMPLE_WASM } from './generated/resample-wasm.ts'

/** The functions of resample.wat; addresses and sizes in bytes. */
export interface ResampleLoops {
  readonly memory: WasmMemory
  transpose(from: number, to: number, rows: number, columns: number, channels: number): void
  blend(from: number, to: number, stride: number, height: number, table: number, entryBytes: number): void
}

let loops: ResampleLoops | undefined

/** The loops, with at least so many bytes of memory. One instance a thread. */
export function loadLoops(bytes: number): ResampleLoops {
  loops ??= instantiate<ResampleLoops>(RESAMPLE_WASM)
  growTo(loops.memory, bytes)
  return loops
}
