/** Figures of runs. The run last looked at stays in memory with its codes, so that a slider is answered at once. */
import { statSync } from 'node:fs'
import type { AccuracyCurveFigure, CurveBaselines, VerificationFigure } from '../../shared/figures.ts'
import { describeConfusion } from '../../core/trained/trials/index.ts'
import type { DescribedConfusion } from '../../core/trained/trials/index.ts'
import { runPaths } from '../../core/runs/index.ts'
import { RunFigures } from '../../core/trained/index.ts'
import type { BaselinesCall, CurveChoice, RunCodesCall, VerificationChoice } from '../../core/trained/index.ts'
import { heldTrials } from './held-trials.ts'
import type { TrialsInput } from './held-trials.ts'
import { seldom } from './seldom.ts'
import type { Task, TaskContext } from './task.ts'

/** Codes of 4096 numbers for 20,000 pictures take 300 MB. */
const MOST_HELD = 1

interface OfRun {
  readonly runDir: string
  readonly cacheDir?: string
}

export interface FigureProgress {
  readonly doing: 'opening' | 'reading' | 'embedding' | 'baselines'
  readonly done: number
  readonly total: number | null
}

const held = new Map<string, Promise<RunFigures>>()

/** Changes when the network or the record does, or the place of the pictures. */
function stampOf(runDir: string): string {
  const { best, last, record, moved } = runPaths(runDir)
  return [best, last, record, moved].map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0).join(' ')
}

function following({ progress, signal }: TaskContext<FigureProgress>): Required<BaselinesCall> {
  const report = seldom(progress)
  return { signal, onProgress: (doing, done, total) => report({ doing, done, total }) }
}

async function open({ runDir, cacheDir }: OfRun, call: Required<RunCodesCall>): Promise<RunFigures> {
  const key = `${runDir} ${stampOf(runDir)}`
  const known = held.get(key)
  const opening = known ?? RunFigures.open(runDir, { ...call, ...(cacheDir === undefined ? {} : { cacheDir }) })
  held.delete(key)
  held.set(key, opening)
  for (const old of [...held.keys()].slice(0, -MOST_HELD)) held.delete(old)
  try {
    return await opening
  } catch (error) {
    if (held.get(key) === opening) held.delete(key)
    // Whoever opened it first may have gone; that must not end it for those who wait.
    if (known && !call.signal.aborted) return open({ runDir, ...(cacheDir === undefined ? {} : { cacheDir }) }, call)
    throw error
  }
}

export const curve: Task<OfRun & { choice: CurveChoice }, AccuracyCurveFigure, FigureProgress> = async (
  input,
  context,
) => {
  const call = following(context)
  return (await open(input, call)).curve(input.choice, call)
}

export const curveBaselines: Task<OfRun & { choice: CurveChoice }, CurveBaselines, FigureProgress> = async (
  input,
  context,
) => {
  const call = following(context)
  return (await open(input, call)).curveBaselines(input.choice, call)
}

export const verification: Task<OfRun & { choice: VerificationChoice }, VerificationFigure, FigureProgress> = async (
  input,
  context,
) => {
  const call = following(context)
  return (await open(input, call)).verification(input.choice, call)
}

export const confusion: Task<TrialsInput, DescribedConfusion> = async (input) =>
  describeConfusion(await heldTrials(input))
