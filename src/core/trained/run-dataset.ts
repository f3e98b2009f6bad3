import { shownHash } from '../../shared/data-hash.ts'
import { UserError } from '../../shared/errors.ts'
import type { DatasetInfo } from '../../shared/dataset.ts'
import type { DrawerOption, ScanOptions } from '../dataset/index.ts'
import { scanDataset } from '../dataset/index.ts'
import type { RunRecord } from '../runs/index.ts'
import { checkDataset } from '../runs/index.ts'

/** The drawer option that gives the drawers of the run again: what the record keeps is a name or a `/pattern/flags`. */
function drawerOf(pattern: string | undefined): DrawerOption {
  if (pattern === undefined) return 'none'
  const expression = /^\/(.*)\/([a-z]*)$/s.exec(pattern)
  return expression ? new RegExp(expression[1] as string, expression[2]) : 'auto'
}

/**
 * Scans the data set a run was made with.
 * @param folder where it is now, if it was moved
 * @throws UserError as `scanDataset`, and `run/other-data` when the pictures are no longer the same
 */
export async function scanRunDataset(
  record: RunRecord,
  options: Omit<ScanOptions, 'drawer'> & { readonly folder?: string } = {},
): Promise<DatasetInfo> {
  const { folder = record.dataset.root, ...scan } = options
  const drawer = drawerOf(record.dataset.drawerPattern)
  const dataset = await scanDataset(folder, { ...scan, drawer }).catch((error: unknown) => {
    throw options.folder === undefined ? explainMoved(error, record) : error
  })
  checkDataset(record, dataset)
  return dataset
}

/** Pictures that are not where the run left them can be somewhere else: the person knows where. */
function explainMoved(error: unknown, { dataset }: RunRecord): unknown {
  if (!(error instanceof UserError) || error.code !== 'path-missing') return error
  return new UserError('run/data-moved', `The pictures of this run are no longer at ${dataset.root}.`, {
    subject: dataset.root,
    values: { hash: shownHash(dataset.hash) },
    next: `Say where they are now, in the terminal with --data (hash ${shownHash(dataset.hash)}).`,
    cause: error,
  })
}

/** Pictures that need not be the run's own. Where they are, their drawers are found as the run found them. */
export async function scanOther(
  data: string,
  scan: Omit<ScanOptions, 'drawer'>,
  record: RunRecord,
): Promise<DatasetInfo> {
  const dataset = await scanDataset(data, scan)
  return dataset.hash === record.dataset.hash ? scanRunDataset(record, { ...scan, folder: data }) : dataset
}
