/** Numbers as a person reads them. */

const LOCALE = 'en-GB'

/** `1,234`; below ten thousand without the comma, as in running text. */
export function integer(value: number): string {
  return Math.round(value).toLocaleString(LOCALE, { useGrouping: value >= 10_000 })
}

/** A share as `92.3 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** `88.9-94.3 %` */
export function percentRange([low, high]: readonly [number, number]): string {
  return `${(low * 100).toFixed(1)}-${(high * 100).toFixed(1)} %`
}

/** `0.4 s`, `12 s`, `1 min`, `3 min 05 s`, `2 h 10 min` */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  const two = (value: number) => String(value).padStart(2, '0')
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${two(whole % 60)} s`
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`
}

/** `512 B`, `1.4 MB` */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB']
  const power = count < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3))
  return `${(count / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`
}

/** `1 class`, `5 classes` */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${integer(number)} ${number === 1 ? one : many}`
}

/** The first names of a list, and how many more there are. */
export function shorten(names: readonly string[], shown: number): string {
  const more = names.length - shown
  return more > 0 ? `${names.slice(0, shown).join(', ')} and ${more} more` : names.join(', ')
}

/** A number of significant digits that tells without shouting: `0.0312`, `4.71`, `512`. */
export function figure(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return 'n/a'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(1)
  return size >= 100 ? value.toFixed(0) : size >= 1 ? value.toFixed(2) : value.toFixed(4)
}
