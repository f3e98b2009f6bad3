/**
 * What a picture looks like, in a few bytes: pictures whose bytes are close look alike, however their files differ. The
 * method is pHash's, the signs of the lowest frequencies of a small grey picture against their median (C. Zauner,
 * "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010), at two finenesses: 64 bits are quick to
 * search, 256 tell two drawings of one simple sign from one drawing saved twice.
 */

/** Pixels on each side of the picture a fingerprint is made of. */
export const SIDE = 32
const COARSE = 8
const FINE = 16

/** Where the parts of a fingerprint begin, in bytes. */
export const FINE_AT = (COARSE * COARSE) / 8
export const COLOUR_AT = FINE_AT + (FINE * FINE) / 8
export const CONTRAST_AT = COLOUR_AT + 3
export const FINGERPRINT_BYTES = CONTRAST_AT + 1

/** Frequency 0, the mean, is kept apart as colour. */
const SIZE = FINE + 1
/** Row u is the cosine of frequency u at every pixel (DCT-II without its scale, which signs do not need). */
const COSINES = Float64Array.from({ length: SIZE * SIDE }, (_, i) =>
  Math.cos((Math.PI * Math.floor(i / SIDE) * (2 * (i % SIDE) + 1)) / (2 * SIDE)),
)

/** The product of the cosines with every row of a picture, transposed, so that doing it twice transforms both directions. */
function transform(values: Float64Array, rows: number): Float64Array {
  const out = new Float64Array(SIZE * rows)
  for (let y = 0; y < rows; y++) {
    for (let u = 0; u < SIZE; u++) {
      let sum = 0
      for (let x = 0; x < SIDE; x++) sum += (COSINES[u * SIDE + x] as number) * (values[y * SIDE + x] as number)
      out[u * rows + y] = sum
    }
  }
  return out
}

/** Signs of the frequencies 1 to `side` in both directions against their median, one bit each. */
function signs(found: Float64Array, side: number, out: Uint8Array): void {
  const values = new Float64Array(side * side)
  for (let i = 0; i < values.length; i++)
    values[i] = found[(Math.floor(i / side) + 1) * SIZE + (i % side) + 1] as number
  const sorted = Float64Array.from(values).sort()
  const half = values.length / 2
  const middle = ((sorted[half - 1] as number) + (sorted[half] as number)) / 2
  values.forEach((value, i) => {
    if (value > middle) out[i >> 3] = (out[i >> 3] as number) | (1 << (i & 7))
  })
}

/**
 * The fingerprint of a picture: `FINGERPRINT_BYTES` bytes.
 * @param pixels [32, 32, 3] bytes, 0 dark to 255 light
 */
export function fingerprintOf(pixels: Uint8Array): Uint8Array {
  const count = SIDE * SIDE
  const grey = new Float64Array(count)
  const sums = [0, 0, 0]
  let squares = 0
  for (let i = 0; i < count; i++) {
    const [r = 0, g = 0, b = 0] = [pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]]
    sums[0] = (sums[0] as number) + r
    sums[1] = (sums[1] as number) + g
    sums[2] = (sums[2] as number) + b
    const value = 0.299 * r + 0.587 * g + 0.114 * b
    grey[i] = value
    squares += value * value
  }
  const mean = grey.reduce((sum, value) => sum + value, 0) / count
  const found = transform(transform(grey, SIDE), SIZE)
  const out = new Uint8Array(FINGERPRINT_BYTES)
  signs(found, COARSE, out.subarray(0, FINE_AT))
  signs(found, FINE, out.subarray(FINE_AT, COLOUR_AT))
  sums.forEach((sum, channel) => (out[COLOUR_AT + channel] = Math.round(sum / count)))
  out[CONTRAST_AT] = Math.min(255, Math.round(Math.sqrt(Math.max(0, squares / count - mean * mean))))
  return out
}
