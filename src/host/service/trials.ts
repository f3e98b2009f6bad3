/** One trial under the magnifying glass, and all of them in a file. */
import { os } from './procedures.ts'
import type { RunShelf } from './run-shelf.ts'
import type { Services } from './services.ts'

export function trialsProcedures({ cacheDir, lanes }: Services, shelf: RunShelf) {
  const input = (runId: string, id: string) => ({ runDir: shelf.paths(runId).dir, id, cacheDir })
  return {
    json: os.trials.json.handler(({ input: { runId, id }, signal }) =>
      lanes.compute.call('trialsJson', input(runId, id), signal ? { signal } : {}),
    ),
  }
}
