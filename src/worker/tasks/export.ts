import { exportRun } from '../../core/export/index.ts'
import type { ExportOptions, ExportResult, ExportStage } from '../../core/export/index.ts'
import type { Task } from './task.ts'

export interface ExportInput extends Omit<ExportOptions, 'onStage'> {
  readonly runDir: string
}

export const exportTask: Task<ExportInput, ExportResult, ExportStage> = (
  { runDir, ...options },
  { progress, signal },
) =>
  exportRun(runDir, {
    ...options,
    onStage: (stage) => {
      signal.throwIfAborted()
      progress(stage)
    },
  })
