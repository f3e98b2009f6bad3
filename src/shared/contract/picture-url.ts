/** Sizes the host makes thumbnails in, pixels of the longer side; others are rounded up to one of them. */
export const PICTURE_SIZES = [48, 96, 192, 384, 768] as const

/**
 * Where a page finds a picture.
 * @param source id of a data set, or what a trial's picture names
 * @param size longer side in pixels
 */
export function pictureUrl(source: string, index: number, size: number): string {
  const known = PICTURE_SIZES.find((each) => each >= size) ?? PICTURE_SIZES[PICTURE_SIZES.length - 1]
  return `/picture/${encodeURIComponent(source)}/${index}?size=${known}`
}
