/** What several commands ask for, and how its values are read. A wrong value is answered with what it may be. */
import { InvalidArgumentError, Option } from 'commander'
import type { Part } from '../core/planning/plan.ts'
import { DEVICE_NAMES, type DeviceName } from '../shared/device-names.ts'

/** A whole number in a range. */
export function wholeNumber(low: number, high = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text.trim()) && value >= low && value <= high) return value
    const range = high === Number.MAX_SAFE_INTEGER ? `of at least ${low}` : `from ${low} to ${high}`
    throw new InvalidArgumentError(`It must be a whole number ${range}.`)
  }
}

/** A number above 0, such as 1.5. */
export function positiveNumber(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value
  throw new InvalidArgumentError('It must be a number above 0.')
}

/** Adds one more value of an option that may be given again and again. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}

const LARGEST_SHARE = 0.9

/** `0.2`, or `animals,plants`. */
export function classesApart(text: string): Part {
  const names = text.split(',').map((name) => name.trim())
  if (names.some((name) => name === '')) {
    throw new InvalidArgumentError('It must be a share of the classes such as 0.2, or names of groups: a,b.')
  }
  const share = Number(text)
  if (Number.isNaN(share)) return names
  if (share >= 0 && share <= LARGEST_SHARE) return share
  throw new InvalidArgumentError(`A share must be from 0 to ${LARGEST_SHARE}.`)
}

export type DeviceChoice = 'auto' | DeviceName

export const jsonOption = () => new Option('--json', 'print one JSON object and nothing else on stdout')

export const seedOption = (what: string) => new Option('--seed <S>', what).argParser(wholeNumber(0, 4294967295))

export const deviceOption = (standard: string) =>
  new Option('--device <name>', `what computes (default: ${standard})`).choices(['auto', ...DEVICE_NAMES])
