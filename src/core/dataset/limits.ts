/**
 * What one file may cost. A data set may come from anywhere, so a file of a few kilobytes that unfolds into gigabytes
 * (a decompression bomb) must be named and left out, not decoded.
 */

/** Largest picture that is decoded, in pixels: room for a 100-megapixel camera. */
export const MAX_PIXELS = 2 ** 27

/** Largest file that is read, in bytes; for a zip, the size after unpacking. */
export const MAX_FILE_BYTES = 2 ** 28

/** Folders deeper than this below the chosen one are not entered. */
export const MAX_DEPTH = 12
