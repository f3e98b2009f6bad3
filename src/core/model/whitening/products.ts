/** Inner products of rows, block by block in WebAssembly: its SIMD does two multiplications at a time. */
import { instantiate } from '../../wasm.ts'
import type { WasmMemory } from '../../wasm.ts'
import { PRODUCTS_WASM } from './generated/products-wasm.ts'

/** Most rows of a panel. */
export const BLOCK = 64
/** Numbers of a row taken at a time: two panels of them stay in a core's second-level cache. */
const LENGTH = 512

/** Some rows of a row-major matrix. */
export interface Panel {
  readonly data: Float64Array
  /** Numbers in a row of the whole matrix. */
  readonly stride: number
  readonly first: number
  /** At most `BLOCK`, a multiple of four. */
  readonly rows: number
}

interface Loops {
  readonly memory: WasmMemory
  addProducts(a: number, b: number, c: number, rows: number, columns: number, bytes: number): void
}

interface Workspace {
  readonly loops: Loops
  readonly a: Float64Array
  readonly b: Float64Array
  readonly c: Float64Array
}

let workspace: Workspace | undefined

/** One a thread. */
function open(): Workspace {
  const loops = instantiate<Loops>(PRODUCTS_WASM)
  const { buffer } = loops.memory
  const panel = BLOCK * LENGTH
  return {
    loops,
    a: new Float64Array(buffer, 0, panel),
    b: new Float64Array(buffer, panel * 8, panel),
    c: new Float64Array(buffer, panel * 16, BLOCK * BLOCK),
  }
}

/** Copies columns from..to-1 of a panel; what is missing to a multiple of four becomes 0. */
function pack({ data, stride, first, rows }: Panel, from: number, to: number, into: Float64Array): number {
  const length = (to - from + 3) & ~3
  for (let row = 0; row < rows; row++) {
    const start = (first + row) * stride
    into.set(data.subarray(start + from, start + to), row * length)
    into.fill(0, row * length + to - from, (row + 1) * length)
  }
  return length
}

/**
 * Inner products of every row of `x` with every row of `y` over columns from..to-1.
 * @returns [x.rows, y.rows], good until the next call
 */
export function products(x: Panel, y: Panel, from: number, to: number): Float64Array {
  workspace ??= open()
  const { loops, a, b, c } = workspace
  c.fill(0, 0, x.rows * y.rows)
  for (let start = from; start < to; start += LENGTH) {
    const end = Math.min(start + LENGTH, to)
    const length = pack(x, start, end, a)
    // A block on the diagonal meets itself.
    const isSame = x.data === y.data && x.first === y.first && x.rows === y.rows
    if (!isSame) pack(y, start, end, b)
    loops.addProducts(a.byteOffset, isSame ? a.byteOffset : b.byteOffset, c.byteOffset, x.rows, y.rows, length * 8)
  }
  return c
}
