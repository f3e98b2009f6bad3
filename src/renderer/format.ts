/** Numbers as a person reads them, the same in both languages. */

/** `1,234` with thin spaces instead of commas: unambiguous in every language. */
export function integer(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '\u202f')
}

/** A share as `92.3 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}\u00a0%`
}

/** A 95 % interval as `[90.1, 94.0]`. */
export function percentRange([low, high]: readonly [number, number]): string {
  return `[${(low * 100).toFixed(1)}, ${(high * 100).toFixed(1)}]`
}

/** A standard deviation of accuracies in percentage points: `1.2`. */
export function deviationText(share: number): string {
  return (share * 100).toFixed(1)
}

/** `0.4 s`, `12 s`, `3:05 min`, `2:10 h` */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes}:${two(whole % 60)} min`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)} h`
}

/** A length of time that was guessed: `2 s`, `3:05 min`; no more exact than a guess can be. */
export function roughDuration(seconds: number): string {
  return seconds < 9.95 ? `${Math.max(1, Math.round(seconds))} s` : duration(seconds)
}

/** `512 B`, `1.4 MB` */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = count < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3))
  return `${(count / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`
}

/** Significant digits that tell without shouting: `0.0312`, `4.71`, `512`, `1.2e-7`; a dash for nothing. */
export function figure(value: number | null | undefined): string {
  if (typeof value !== 'number' || !Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(1)
  if (size >= 100) return value.toFixed(0)
  return size >= 1 ? value.toFixed(2) : value.toFixed(4)
}

/** Last part of a path, whatever the system. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path
}
