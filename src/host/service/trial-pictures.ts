/** Where a page finds the pictures of an evaluation's trials: in an open data set, or in files that are named here. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { checkEvaluatedThere, openRun, readEvaluation } from '../../core/runs/index.ts'
import { drawerWish } from '../../core/runs/drawer-wish.ts'
import type { RunPaths, StoredEvaluation } from '../../core/runs/index.ts'
import type { TrialFiles } from '../../worker/tasks/trials.ts'
import { scanRun } from './scan-run.ts'
import type { Services } from './services.ts'

/** Name of the source of files that are no data set. */
function filesSource(root: string, hash: string): string {
  const sum = createHash('sha256')
    .update(JSON.stringify([root, hash]))
    .digest('hex')
  return `files-${sum.slice(0, 16)}`
}

/** Makes files known; gives their source. */
function registerFiles({ pictures }: Pick<Services, 'pictures'>, { root, hash, pictures: all }: TrialFiles): string {
  const source = filesSource(root, hash)
  pictures.registerSource(source, (index) => {
    const picture = all[index]
    return picture && { root, ...picture }
  })
  return source
}

/**
 * The data set of an evaluation, scanned again where it is no longer open: after a restart of the host, for instance.
 * @returns its id, the source of its pictures
 * @throws UserError as a scan
 */
async function openTrialDataset(services: Services, paths: RunPaths, stored: StoredEvaluation): Promise<string> {
  const { data } = stored
  const { datasets, lanes, cacheDir } = services
  const { record } = await openRun(paths.dir)
  const isOwn = data.hash === record.dataset.hash
  const drawer = isOwn ? drawerWish(record.dataset.drawerPattern) : undefined
  if (!isOwn) checkEvaluatedThere(stored)
  // Its own pictures may have been moved since.
  const root = isOwn && !existsSync(data.root) ? record.dataset.root : data.root
  const id = datasets.idOf(root, drawer, data.hash)
  if (datasets.find(id)) return id
  if (isOwn) return (await scanRun(services, record, { folder: root })).id
  return datasets.add(await lanes.pictures.call('scan', { path: data.root, cacheDir }), undefined).id
}

/** Source of the pictures of an evaluation's trials: the name under which a page asks for them. @throws UserError as a scan */
export async function trialSource(services: Services, paths: RunPaths, id: string): Promise<string> {
  const stored = await readEvaluation(paths, id)
  if (stored.protocol.name !== 'lake') return openTrialDataset(services, paths, stored)
  const { lanes, cacheDir } = services
  const none = { wrongOnly: false, sort: 'order', offset: 0, limit: 0 } as const
  const { files } = await lanes.compute.call('listTrials', { runDir: paths.dir, id, cacheDir, ...none })
  return files ? registerFiles(services, files) : openTrialDataset(services, paths, stored)
}
