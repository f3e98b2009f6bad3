/** Pictures with a patch laid over them. Pixels are uint8 [height, width, channels]. */

export interface PixelSize {
  readonly width: number
  readonly height: number
  readonly channels: number
}

/** Pixels from `left` and `top` on, inside the picture. */
export interface Patch {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** What a patch is filled with: the colour of the picture's edge, or its mean. */
export type CoverColour = 'edge' | 'mean'

/**
 * One patch for each cell of a square grid, row by row, centred on its cell and cut off at the picture's edge.
 * @param cells along each side
 * @param span side of a patch in cells
 */
export function patchGrid({ width, height }: PixelSize, cells: number, span: number): Patch[] {
  const along = (length: number) =>
    Array.from({ length: cells }, (_, cell) => {
      const centre = ((cell + 0.5) * length) / cells
      const half = (span * length) / cells / 2
      const start = Math.max(0, Math.round(centre - half))
      // At least a pixel, however small the picture.
      const end = Math.min(length, Math.max(start + 1, Math.round(centre + half)))
      return { start, size: end - start }
    })
  const columns = along(width)
  return along(height).flatMap(({ start: top, size: tall }) =>
    columns.map(({ start: left, size: wide }) => ({ left, top, width: wide, height: tall })),
  )
}

/**
 * The colour to cover with: the median of the outermost pixels, which is the paper of a drawing, or the mean of all, which
 * tells a network of a photograph least.
 * @returns a value 0..255 for each channel
 */
export function coverColour(pixels: Uint8Array, size: PixelSize, kind: CoverColour): number[] {
  const { channels } = size
  return Array.from({ length: channels }, (_, channel) => {
    if (kind === 'edge') return median(edgeValues(pixels, size, channel))
    let sum = 0
    for (let at = channel; at < pixels.length; at += channels) sum += pixels[at]!
    return Math.round(sum / (pixels.length / channels))
  })
}

function edgeValues(pixels: Uint8Array, { width, height, channels }: PixelSize, channel: number): number[] {
  const values: number[] = []
  for (let y = 0; y < height; y++) {
    const isRim = y === 0 || y === height - 1
    for (let x = 0; x < width; x += isRim || width === 1 ? 1 : width - 1) {
      values.push(pixels[(y * width + x) * channels + channel]!)
    }
  }
  return values
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0
}

/** A copy with the patch filled; undefined where that changes no pixel. */
export function covered(
  pixels: Uint8Array,
  { width, channels }: PixelSize,
  patch: Patch,
  colour: readonly number[],
): Uint8Array | undefined {
  const copy = pixels.slice()
  let isChanged = false
  for (let y = patch.top; y < patch.top + patch.height; y++) {
    const start = (y * width + patch.left) * channels
    for (let at = start; at < start + patch.width * channels; at++) {
      const value = colour[at % channels]!
      isChanged ||= copy[at] !== value
      copy[at] = value
    }
  }
  return isChanged ? copy : undefined
}
