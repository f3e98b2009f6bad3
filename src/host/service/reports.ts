/** Reports of evaluations. They may need codes, so they are made in the compute lane. */
import type { ReportEvent } from '../../shared/contract/reports.ts'
import { os } from './procedures.ts'
import type { RunShelf } from './shelves/run-shelf.ts'
import type { Services } from './services.ts'
import { streamed } from './stream.ts'

export function reportsProcedures({ cacheDir, lanes }: Services, shelf: RunShelf) {
  return {
    make: os.reports.make.handler(async function* ({ input: { runId, evaluation, language }, signal }) {
      const { dir } = shelf.paths(runId)
      yield* streamed<ReportEvent, ReportEvent>(async (report, stop) => {
        report({ kind: 'progress', doing: 'opening', done: 0, total: null })
        const call = { runDir: dir, language, cacheDir, ...(evaluation === null ? {} : { evaluation }) }
        const made = await lanes.compute.call('makeReport', call, {
          signal: stop,
          onProgress: ({ doing, done, total }) => report({ kind: 'progress', doing, done, total }),
        })
        return { kind: 'done', html: made.html, missing: [...made.missing] }
      }, signal)
    }),
  }
}
