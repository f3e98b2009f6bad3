/** One trial under the magnifying glass, and all of them in a file. */
import type { Neighbourhood, NeighboursEvent, OcclusionEvent, OcclusionSubject } from '../../shared/contract/trials.ts'
import type { Pixels } from '../../shared/contract/common.ts'
import type { PreparedOcclusion } from '../../core/trained/trials/index.ts'
import { os } from './procedures.ts'
import type { RunShelf } from './shelves/run-shelf.ts'
import type { Services } from './services.ts'
import { streamed } from './stream.ts'
import { trialSource } from './trial-pictures.ts'

/** What the page shows of it: the network's own view of the pictures, and their distances. */
function shownSubject({ subject, distances }: PreparedOcclusion): OcclusionSubject {
  const { size, colour, pixels, truth, rival, support } = subject
  const channels = size.channels === 3 ? 3 : 1
  const view = (data: Pixels['data']): Pixels => ({ ...size, channels, data })
  return {
    colour,
    query: view(pixels.query),
    truth: { way: truth, distance: distances.truth, support, pixels: view(pixels.truth) },
    rival: { way: rival, distance: distances.rival, support, pixels: view(pixels.rival) },
  }
}

export function trialsProcedures(services: Services, shelf: RunShelf) {
  const { cacheDir, lanes } = services
  const dirOf = (runId: string) => shelf.paths(runId).dir

  return {
    json: os.trials.json.handler(({ input: { runId, id }, signal }) =>
      lanes.compute.call('trialsJson', { runDir: dirOf(runId), id, cacheDir }, signal ? { signal } : {}),
    ),

    neighbours: os.trials.neighbours.handler(async function* ({ input: { runId, ...asked }, signal }) {
      yield* streamed<NeighboursEvent, NeighboursEvent>(async (report, stop) => {
        const call = { ...asked, runDir: dirOf(runId), cacheDir }
        const { found, ownRanks, ...rest } = await lanes.compute.call('neighbours', call, {
          signal: stop,
          onProgress: (progress) => report({ kind: 'progress', ...progress }),
        })
        const source = await trialSource(services, shelf.paths(runId), asked.id)
        const neighbourhood: Neighbourhood = {
          ...rest,
          ownRanks: [...ownRanks],
          found: found.map((each) => ({ ...each, picture: { source, ...each.picture } })),
        }
        return { kind: 'done', neighbourhood }
      }, signal)
    }),

    occlusion: os.trials.occlusion.handler(async function* ({ input: { runId, grid, ...asked }, signal }) {
      const runDir = dirOf(runId)
      const prepared = await lanes.compute.call(
        'prepareOcclusion',
        { ...asked, runDir, cacheDir },
        signal ? { signal } : {},
      )
      const subject: OcclusionEvent = { kind: 'subject', subject: shownSubject(prepared) }
      yield subject
      yield* streamed<OcclusionEvent, OcclusionEvent>(async (report, stop) => {
        const call = { ...prepared, runDir, grid, cacheDir }
        const maps = await lanes.background.call('occlusion', call, {
          signal: stop,
          onProgress: (progress) => report({ kind: 'maps', ...progress }),
        })
        return { kind: 'done', maps }
      }, signal)
    }),
  }
}
