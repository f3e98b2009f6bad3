import { collectReport, reportHtml } from '../../core/report/index.ts'
import type { ReportLanguage } from '../../core/report/index.ts'
import type { UserError } from '../../shared/errors.ts'
import type { Failure } from '../../shared/failure.ts'
import { failureOf } from '../../shared/failure.ts'
import { seldom } from './seldom.ts'
import type { Task } from './task.ts'

export interface ReportInput {
  readonly runDir: string
  /** Name of the evaluation. @default the newest */
  readonly evaluation?: string
  readonly language: ReportLanguage
  readonly cacheDir?: string
}

export interface ReportProgress {
  readonly doing: 'reading' | 'embedding' | 'pictures'
  readonly done: number
  readonly total: number
}

export interface MadeReport {
  readonly html: string
  readonly missing: readonly Omit<Failure, 'stack' | 'user'>[]
}

function told(error: UserError): MadeReport['missing'][number] {
  const { stack: _, user: __, ...rest } = failureOf(error)
  return rest
}

/** An evaluation as one printable file. */
export const makeReport: Task<ReportInput, MadeReport, ReportProgress> = async (
  { runDir, language, ...options },
  { progress, signal },
) => {
  const report = seldom(progress)
  const onProgress = (doing: ReportProgress['doing'], done: number, total: number) => report({ doing, done, total })
  const data = await collectReport(runDir, { ...options, signal, onProgress })
  return { html: reportHtml(data, language), missing: data.missing.map(told) }
}
