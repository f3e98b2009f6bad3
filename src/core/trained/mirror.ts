/** Pictures [n, height, width, channels] with left and right exchanged. */
export function mirrored(pictures: Uint8Array, width: number, channels: number): Uint8Array {
  const out = new Uint8Array(pictures.length)
  const row = width * channels
  for (let start = 0; start < pictures.length; start += row) {
    for (let x = 0; x < width; x++) {
      const from = start + (width - 1 - x) * channels
      for (let c = 0; c < channels; c++) out[start + x * channels + c] = pictures[from + c]!
    }
  }
  return out
}
