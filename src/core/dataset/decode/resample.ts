import type { RawPicture } from './raw-picture.ts'
import { loadLoops } from './resample-loops.ts'

/**
 * Lanczos resampling (three lobes, widened when shrinking, so every source pixel counts), in the fixed-point arithmetic
 * of Pillow's `resize(size, LANCZOS)`: the same bytes come out. For the small pictures of one-shot sets it takes a tenth
 * of the time that libvips needs, which sets up a pipeline for each picture. The two loops are in resample.wat.
 */
const LOBES = 3
const ONE = 2 ** 22

/** How far the loops may write past the end of a buffer. */
const ROOM_BYTES = 16

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI)
}

function lanczos(x: number): number {
  return x >= -LOBES && x < LOBES ? sinc(x) * sinc(x / LOBES) : 0
}

/** For each target position: its first source position, how many count, and their weights (see `blend`). */
interface Table {
  readonly values: Int32Array
  readonly entryBytes: number
}

function makeTable(from: number, to: number): Table {
  const scale = from / to
  const stretch = Math.max(scale, 1)
  const support = LOBES * stretch
  const entry = Math.ceil(support) * 2 + 3
  const values = new Int32Array(to * entry)
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale
    const start = Math.max(0, Math.trunc(centre - support + 0.5))
    const count = Math.min(from, Math.trunc(centre + support + 0.5)) - start
    const weights = Array.from({ length: count }, (_, t) => lanczos((t + start - centre + 0.5) / stretch))
    const sum = weights.reduce((a, b) => a + b, 0)
    values[i * entry] = start
    values[i * entry + 1] = count
    weights.forEach((weight, t) => {
      const fixed = (weight / sum) * ONE
      values[i * entry + 2 + t] = Math.trunc(fixed < 0 ? fixed - 0.5 : fixed + 0.5)
    })
  }
  return { values, entryBytes: entry * 4 }
}

const tables = new Map<string, Table>()

/** Pictures of one data set mostly share their size, so the tables used are kept. */
function tableFor(from: number, to: number): Table {
  const key = `${from}:${to}`
  let table = tables.get(key)
  if (table === undefined) {
    if (tables.size >= 64) tables.clear()
    table = makeTable(from, to)
    tables.set(key, table)
  }
  return table
}

/**
 * The opaque picture (1 or 3 channels) at another size, in pixels.
 * @param out where to put the result's bytes (its first ones); made when absent
 * @returns a new picture, or the same one when the size is already right
 */
export function resample(picture: RawPicture, width: number, height: number, out?: Uint8Array): RawPicture {
  const { channels } = picture
  if (picture.width === width && picture.height === height) return picture
  const across = tableFor(picture.width, width)
  const down = tableFor(picture.height, height)
  // Two buffers take turns: source, turned, narrowed, turned back, final.
  const pixels = Math.max(picture.width, width) * Math.max(picture.height, height)
  const a = 0
  const b = Math.ceil((pixels * channels + ROOM_BYTES) / 16) * 16
  const tableA = b * 2
  const tableB = tableA + across.values.byteLength
  const loops = loadLoops(tableB + down.values.byteLength)
  const bytes = new Uint8Array(loops.memory.buffer)
  bytes.set(picture.data, a)
  new Int32Array(loops.memory.buffer).set(across.values, tableA / 4)
  new Int32Array(loops.memory.buffer).set(down.values, tableB / 4)
  let result = a
  if (picture.width !== width) {
    loops.transpose(a, b, picture.height, picture.width, channels)
    loops.blend(b, a, picture.height * channels, width, tableA, across.entryBytes)
    loops.transpose(a, b, width, picture.height, channels)
    result = b
  }
  if (picture.height !== height) {
    const target = result === a ? b : a
    loops.blend(result, target, width * channels, height, tableB, down.entryBytes)
    result = target
  }
  const data = out ?? new Uint8Array(width * height * channels)
  data.set(bytes.subarray(result, result + width * height * channels))
  return { width, height, channels, data }
}

/** Multiplications that `resample` needs: what decides whether libvips' threads are the better place. */
export function resampleCost(picture: { width: number; height: number }, width: number, height: number): number {
  const taps = (from: number, to: number) => (from === to ? 0 : LOBES * 2 * Math.max(1, from / to))
  return picture.height * width * taps(picture.width, width) + width * height * taps(picture.height, height)
}
