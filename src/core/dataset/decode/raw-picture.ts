/** A decoded picture and the few pixel loops that every format needs. */
export interface RawPicture {
  readonly width: number
  readonly height: number
  /** 1 grey, 2 grey + alpha, 3 colour, 4 colour + alpha. */
  readonly channels: number
  /** [height, width, channels], 0..255. */
  readonly data: Uint8Array
}

/** Lays a picture with transparency on white; any other is returned as it is. */
export function flattenOnWhite(picture: RawPicture): RawPicture {
  const { width, height, channels, data } = picture
  if (channels !== 2 && channels !== 4) return picture
  const colours = channels - 1
  const out = new Uint8Array(width * height * colours)
  for (let from = 0, to = 0; to < out.length; from += channels, to += colours) {
    const alpha = data[from + colours] as number
    const white = 255 * (255 - alpha)
    for (let c = 0; c < colours; c++) out[to + c] = Math.round(((data[from + c] as number) * alpha + white) / 255)
  }
  return { width, height, channels: colours, data: out }
}

/**
 * An opaque picture with the asked number of channels. Grey is the luma of Rec. 601 in the fixed-point form that Pillow's
 * `convert('L')` uses, so that published pipelines can be repeated to the bit.
 */
export function toChannels(picture: RawPicture, channels: 1 | 3): RawPicture {
  const { width, height, data } = picture
  if (picture.channels === channels) return picture
  const pixels = width * height
  const out = new Uint8Array(pixels * channels)
  if (channels === 1) {
    for (let i = 0, from = 0; i < pixels; i++, from += 3) {
      const sum =
        (data[from] as number) * 19595 + (data[from + 1] as number) * 38470 + (data[from + 2] as number) * 7471
      out[i] = (sum + 0x8000) >> 16
    }
  } else {
    for (let i = 0, to = 0; i < pixels; i++, to += 3) out[to] = out[to + 1] = out[to + 2] = data[i] as number
  }
  return { width, height, channels, data: out }
}
