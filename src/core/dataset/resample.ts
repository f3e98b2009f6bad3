import type { RawPicture } from './raw-picture.ts'

/**
 * Lanczos resampling (three lobes, widened when shrinking, so every source pixel counts), in the fixed-point arithmetic
 * of Pillow's `resize(size, LANCZOS)`: the same bytes come out. For the small pictures of one-shot sets it is several
 * times quicker than building a libvips pipeline per picture.
 */
const LOBES = 3
const PRECISION_BITS = 22
const HALF = 1 << (PRECISION_BITS - 1)

interface Weights {
  /** Source positions that count for each target position, at most. */
  readonly taps: number
  /** First source position of each target position, and how many count. */
  readonly starts: Int32Array
  readonly counts: Int32Array
  /** [target, taps], fixed point. */
  readonly values: Int32Array
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI)
}

function lanczos(x: number): number {
  return x >= -LOBES && x < LOBES ? sinc(x) * sinc(x / LOBES) : 0
}

function makeWeights(from: number, to: number): Weights {
  const scale = from / to
  const stretch = Math.max(scale, 1)
  const support = LOBES * stretch
  const taps = Math.ceil(support) * 2 + 1
  const starts = new Int32Array(to)
  const counts = new Int32Array(to)
  const values = new Int32Array(to * taps)
  const row = new Float64Array(taps)
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale
    const start = Math.max(0, Math.trunc(centre - support + 0.5))
    const count = Math.min(from, Math.trunc(centre + support + 0.5)) - start
    let sum = 0
    for (let t = 0; t < count; t++) {
      const weight = lanczos((t + start - centre + 0.5) / stretch)
      row[t] = weight
      sum += weight
    }
    for (let t = 0; t < count; t++) {
      const weight = ((row[t] as number) / sum) * (1 << PRECISION_BITS)
      values[i * taps + t] = Math.trunc(weight < 0 ? weight - 0.5 : weight + 0.5)
    }
    starts[i] = start
    counts[i] = count
  }
  return { taps, starts, counts, values }
}

const kept = new Map<string, Weights>()

/** Pictures of one data set mostly share their size, so the last few tables are kept. */
function weightsFor(from: number, to: number): Weights {
  const key = `${from}:${to}`
  let weights = kept.get(key)
  if (weights === undefined) {
    if (kept.size >= 64) kept.clear()
    weights = makeWeights(from, to)
    kept.set(key, weights)
  }
  return weights
}

function toByte(sum: number): number {
  const value = sum >> PRECISION_BITS
  return value < 0 ? 0 : value > 255 ? 255 : value
}

function resampleRows(picture: RawPicture, width: number): RawPicture {
  const { height, channels, data } = picture
  const { taps, starts, counts, values } = weightsFor(picture.width, width)
  const out = new Uint8Array(width * height * channels)
  const stride = picture.width * channels
  for (let x = 0; x < width; x++) {
    const first = (starts[x] as number) * channels
    const count = counts[x] as number
    for (let y = 0; y < height; y++) {
      let from = y * stride + first
      const to = (y * width + x) * channels
      if (channels === 1) {
        let sum = HALF
        for (let t = 0; t < count; t++) {
          sum = (sum + Math.imul(values[x * taps + t] as number, data[from++] as number)) | 0
        }
        out[to] = toByte(sum)
      } else {
        let red = HALF
        let green = HALF
        let blue = HALF
        for (let t = 0; t < count; t++) {
          const weight = values[x * taps + t] as number
          red = (red + Math.imul(weight, data[from++] as number)) | 0
          green = (green + Math.imul(weight, data[from++] as number)) | 0
          blue = (blue + Math.imul(weight, data[from++] as number)) | 0
        }
        out[to] = toByte(red)
        out[to + 1] = toByte(green)
        out[to + 2] = toByte(blue)
      }
    }
  }
  return { width, height, channels, data: out }
}

function resampleColumns(picture: RawPicture, height: number): RawPicture {
  const { width, channels, data } = picture
  const { taps, starts, counts, values } = weightsFor(picture.height, height)
  const stride = width * channels
  const out = new Uint8Array(height * stride)
  const whole = stride - (stride % 4)
  for (let y = 0; y < height; y++) {
    const first = (starts[y] as number) * stride
    const count = counts[y] as number
    const to = y * stride
    // Four columns at a time: one load of the weight serves four sums.
    for (let x = 0; x < whole; x += 4) {
      let a = HALF
      let b = HALF
      let c = HALF
      let d = HALF
      for (let t = 0, from = first + x; t < count; t++, from += stride) {
        const weight = values[y * taps + t] as number
        a = (a + Math.imul(weight, data[from] as number)) | 0
        b = (b + Math.imul(weight, data[from + 1] as number)) | 0
        c = (c + Math.imul(weight, data[from + 2] as number)) | 0
        d = (d + Math.imul(weight, data[from + 3] as number)) | 0
      }
      out[to + x] = toByte(a)
      out[to + x + 1] = toByte(b)
      out[to + x + 2] = toByte(c)
      out[to + x + 3] = toByte(d)
    }
    for (let x = whole; x < stride; x++) {
      let sum = HALF
      for (let t = 0, from = first + x; t < count; t++, from += stride) {
        sum = (sum + Math.imul(values[y * taps + t] as number, data[from] as number)) | 0
      }
      out[to + x] = toByte(sum)
    }
  }
  return { width, height, channels, data: out }
}

/**
 * The opaque picture (1 or 3 channels) at another size, in pixels.
 * @returns a new picture, or the same one when the size is already right
 */
export function resample(picture: RawPicture, width: number, height: number): RawPicture {
  const wide = picture.width === width ? picture : resampleRows(picture, width)
  return wide.height === height ? wide : resampleColumns(wide, height)
}

/** Multiplications that `resample` would need: what decides whether libvips' threads are the better place. */
export function resampleCost(picture: { width: number; height: number }, width: number, height: number): number {
  const taps = (from: number, to: number) => (from === to ? 0 : LOBES * 2 * Math.max(1, from / to))
  return picture.height * width * taps(picture.width, width) + width * height * taps(picture.height, height)
}
