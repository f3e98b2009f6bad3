/** What the guard says of runs. Networks run in the compute lane; counting is done beside the pictures. */
import type { CheckEvent } from '../../shared/contract/checks.ts'
import { openRun, splitOf } from '../../core/runs/index.ts'
import { drawerWish } from '../../core/runs/drawer-wish.ts'
import { os } from './procedures.ts'
import type { RunShelf } from './shelves/run-shelf.ts'
import { scanRun } from './scan-run.ts'
import type { Services } from './services.ts'
import { streamed } from './stream.ts'

export function checksProcedures(services: Services, shelf: RunShelf) {
  const { cacheDir, lanes, datasets } = services
  return {
    run: os.checks.run.handler(async function* ({ input: { runId }, signal }) {
      const runDir = shelf.paths(runId).dir
      yield* streamed<CheckEvent, CheckEvent>(async (report, stop) => {
        report({ kind: 'progress', doing: 'opening', done: 0, total: null })
        const findings = await lanes.compute.call(
          'checkRun',
          { runDir, cacheDir },
          { signal: stop, onProgress: ({ doing, done, total }) => report({ kind: 'progress', doing, done, total }) },
        )
        return { kind: 'done', findings }
      }, signal)
    }),
    training: os.checks.training.handler(async ({ input: { runId }, signal }) => {
      const { record, paths } = await openRun(shelf.paths(runId).dir)
      // Asked again and again while it trains: a data set that is held is not scanned anew.
      const { root, hash, drawerPattern } = record.dataset
      const held = datasets.find(datasets.idOf(root, drawerWish(drawerPattern), hash))
      const heeding = signal === undefined ? {} : { signal }
      const dataset = held?.info ?? (await scanRun(services, record, heeding)).info
      const split = splitOf(record, dataset, paths.record)
      return lanes.pictures.call('checkTraining', { runDir: paths.dir, dataset, split }, heeding)
    }),
  }
}
