/** What the check of an export found, in words. */

/** Numbers in a code are about 1 in size: what differs by less than this changes no answer. */
const NEGLIGIBLE = 1e-3

export type DifferenceKind = 'identical' | 'same' | 'close' | 'unknown'

export function differenceKind(difference: number | null): DifferenceKind {
  if (difference === null || !Number.isFinite(difference)) return 'unknown'
  if (difference === 0) return 'identical'
  return difference < NEGLIGIBLE ? 'same' : 'close'
}

/** `1.6e-5` */
export function differenceText(difference: number): string {
  return difference >= NEGLIGIBLE ? difference.toPrecision(2) : difference.toExponential(1)
}

/** A new folder for the export within a chosen one, written as the host's system does. */
export function folderWithin(chosen: string, runId: string, format: string): string {
  const separator = chosen.includes('\\') && !chosen.includes('/') ? '\\' : '/'
  return `${chosen.replace(/[/\\]+$/, '')}${separator}${runId}-${format}`
}
