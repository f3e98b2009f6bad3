/** Shares as bars, to be seen at a glance. */

const FULL = '█'
const PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const

/** A bar of `share` x `width` columns, to an eighth of a column. */
export function bar(share: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8)
  return FULL.repeat(Math.floor(eighths / 8)) + (PARTS[eighths % 8] ?? '')
}
