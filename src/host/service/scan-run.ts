import type { DatasetInfo } from '../../shared/dataset.ts'
import type { RunRecord } from '../../core/runs/index.ts'
import { drawerWish } from '../../core/runs/drawer-wish.ts'
import type { Services } from './services.ts'

export interface ScanRunOptions {
  /** Where the pictures lie now. @default where they were */
  readonly folder?: string
  readonly signal?: AbortSignal
}

/**
 * The data set of a run, scanned again (files that did not change are not read), and opened, so that its pictures can be
 * shown.
 * @throws UserError as a scan, and `run/other-data` when the pictures are no longer the same
 */
export async function scanRun(
  { lanes, cacheDir, datasets }: Pick<Services, 'lanes' | 'cacheDir' | 'datasets'>,
  record: RunRecord,
  { folder, signal }: ScanRunOptions = {},
): Promise<{ readonly id: string; readonly info: DatasetInfo }> {
  const input = { record, cacheDir, ...(folder === undefined ? {} : { folder }) }
  const info = await lanes.pictures.call('scanRun', input, signal === undefined ? {} : { signal })
  const { id } = datasets.add(info, drawerWish(record.dataset.drawerPattern))
  return { id, info }
}
