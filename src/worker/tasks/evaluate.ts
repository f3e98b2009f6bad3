import type { ProtocolChoice } from '../../core/trained/choose-protocol.ts'
import { evaluateRun, evaluationId, possibleEvaluations } from '../../core/trained/index.ts'
import type { Possible } from '../../core/trained/index.ts'
import { seldom } from './seldom.ts'
import type { Task } from './task.ts'

export interface EvaluateInput {
  readonly runDir: string
  readonly choice: ProtocolChoice
  /** Other pictures, or where the run's own lie now. @default where they were */
  readonly data?: string
  readonly cacheDir?: string
}

export interface EvaluateProgress {
  readonly doing: 'reading' | 'embedding' | 'baselines'
  readonly done: number
  readonly total: number
}

/** Evaluates and keeps the result; gives its name. */
export const evaluate: Task<EvaluateInput, string, EvaluateProgress> = async (input, { progress, signal }) => {
  const { runDir, choice, ...options } = input
  const report = seldom(progress)
  const onProgress = (doing: EvaluateProgress['doing'], done: number, total: number) => report({ doing, done, total })
  const { protocol } = await evaluateRun(runDir, { ...choice, ...options, signal, onProgress })
  return evaluationId(protocol)
}

export interface PossibleInput {
  readonly runDir: string
  readonly cacheDir?: string
}

/** What a run can be asked. */
export const possible: Task<PossibleInput, Possible> = ({ runDir, ...options }, { signal }) =>
  possibleEvaluations(runDir, { ...options, signal })
