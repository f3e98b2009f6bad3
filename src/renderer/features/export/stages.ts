import type { ExportStage } from '../../../shared/contract/exports.ts'

/** In the order in which they happen. */
export const STAGES: readonly ExportStage[] = ['opening', 'building', 'writing', 'checking']

export type StageState = 'done' | 'now' | 'ahead'

/** @param now null before the first stage was told */
export function stageState(stage: ExportStage, now: ExportStage | null): StageState {
  const at = Math.max(0, now === null ? 0 : STAGES.indexOf(now))
  const place = STAGES.indexOf(stage)
  if (place === at) return 'now'
  return place < at ? 'done' : 'ahead'
}
