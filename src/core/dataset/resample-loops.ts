import { RESAMPLE_WASM } from './generated/resample-wasm.ts'

/** The functions of resample.wat; addresses and sizes in bytes. */
export interface ResampleLoops {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  transpose(from: number, to: number, rows: number, columns: number, channels: number): void
  blend(from: number, to: number, stride: number, height: number, table: number, entryBytes: number): void
}

/** The part of the global WebAssembly that Node's types leave out. */
interface WebAssemblyGlobal {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: ResampleLoops }
}

const PAGE_BYTES = 2 ** 16

let loops: ResampleLoops | undefined

/** The loops, with at least so many bytes of memory. One instance a thread. */
export function loadLoops(bytes: number): ResampleLoops {
  if (loops === undefined) {
    const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyGlobal }).WebAssembly
    loops = new Instance(new Module(Buffer.from(RESAMPLE_WASM, 'base64'))).exports
  }
  const missing = bytes - loops.memory.buffer.byteLength
  if (missing > 0) loops.memory.grow(Math.ceil(missing / PAGE_BYTES))
  return loops
}
