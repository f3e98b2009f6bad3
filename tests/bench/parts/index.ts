/** The benchmarks by name: each gives its section of docs/benchmarks.md. */
import { printed } from '../report.ts'
import { accuracy } from './accuracy.ts'
import { decode } from './decode.ts'
import { growth } from './growth.ts'
import { steps } from './steps.ts'

export interface PartOptions {
  /** Interpreter of the Python sides. */
  readonly python: string
  /** Interleaved rounds. */
  readonly rounds: number
}

export type Part = (options: PartOptions) => Promise<string>

export const PARTS = {
  steps,
  growth,
  accuracy,
  decode,
  trials: () => printed('Trials per second', ['tests/bench/trials.ts']),
  figures: ({ rounds }: PartOptions) => printed('The figures of Evaluate', ['tests/bench/figures.ts', String(rounds)]),
  loop: ({ rounds }: PartOptions) => printed('What preparing batches costs', ['tests/bench/loop.ts', String(rounds)]),
}

export type PartName = keyof typeof PARTS
