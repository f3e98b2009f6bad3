/** Two runs on identical trials, as data and as the text of its figures: the page and the terminal print the same digits. */
import type { PairedComparison } from './paired.ts'

/** One of the two, with the number it reached on the trials. */
export interface ComparedRun {
  /** Folder of the run. */
  readonly dir: string
  /** Name of the evaluation's file, without `.json`. */
  readonly evaluation: string
  /** ISO date and time of the evaluation. */
  readonly created: string
  readonly recipe: string
  readonly seed: number
  /** Step of the state that was evaluated. */
  readonly step: number
  /** 0..1, with its 95 % Wilson interval. */
  readonly accuracy: number
  readonly interval: readonly [number, number]
}

/** What a comparison says. All rates 0..1. */
export interface RunComparison {
  readonly protocol: { readonly name: string; readonly hash: string }
  readonly way: number
  readonly shot: number
  readonly trials: number
  readonly chance: number
  readonly runs: readonly [ComparedRun, ComparedRun]
  readonly paired: PairedComparison
  /** What the bootstrap drew: support sets where trials share them (then fewer than trials), else single trials. */
  readonly bootstrap: { readonly unit: 'trial' | 'support set'; readonly units: number; readonly resamples: number }
  /** Fields in which the recipes differ, with the first run's value and the second's (null where it has none). */
  readonly differences: readonly { readonly field: string; readonly values: readonly [unknown, unknown] }[]
  /** Further trials both were evaluated on. */
  readonly alsoOn: readonly { readonly name: string; readonly hash: string }[]
}

const signed = (share: number) => {
  const text = (share * 100).toFixed(1)
  return Number(text) === 0 ? '0.0' : share > 0 ? `+${text}` : text.replace('-', '−')
}

/** A difference of two shares in percentage points: `+2.3`, `−0.4`, `0.0`. */
export function pointsText(difference: number): string {
  return signed(difference)
}

/** Its interval: `[+0.1, +4.5]`. */
export function pointsRange([low, high]: readonly [number, number]): string {
  return `[${signed(low)}, ${signed(high)}]`
}

/** A p value to four places, or as a power of ten below that: `0.0312`, `3.1e-7`. */
export function pText(p: number): string {
  return p >= 1e-4 ? p.toFixed(4) : p.toExponential(1)
}
