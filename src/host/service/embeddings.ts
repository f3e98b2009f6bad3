/** Maps of embeddings: codes are made in the compute lane, laid out in the background. */
import type { EmbeddingMap, MapEvent } from '../../shared/contract/embeddings.ts'
import { noteTestLook, openRun } from '../../core/runs/index.ts'
import type { RunPaths } from '../../core/runs/index.ts'
import type { CodeMap } from '../../core/trained/map/index.ts'
import { drawerWish } from '../../core/runs/drawer-wish.ts'
import type { FoundPictures } from '../../worker/tasks/maps.ts'
import { os } from './procedures.ts'
import type { RunShelf } from './shelves/run-shelf.ts'
import { scanRun } from './scan-run.ts'
import type { Services } from './services.ts'
import { streamed } from './stream.ts'

/** Source of a run's own pictures. */
async function sourceOf(services: Services, paths: RunPaths): Promise<string> {
  const { record } = await openRun(paths.dir)
  const { root, hash, drawerPattern } = record.dataset
  const id = services.datasets.idOf(root, drawerWish(drawerPattern), hash)
  return services.datasets.find(id) ? id : (await scanRun(services, record)).id
}

function told(source: string, found: FoundPictures, map: CodeMap): EmbeddingMap {
  const { hash, pictures, paths, classes, classOf, total } = found
  const { points, metric, head, shares, reduced } = map
  return {
    hash,
    source,
    pictures: [...pictures],
    paths: [...paths],
    classes: [...classes],
    classOf: [...classOf],
    points: Float32Array.from(points),
    total,
    metric,
    head,
    shares: shares && [...shares],
    reduced,
  }
}

export function embeddingsProcedures(services: Services, shelf: RunShelf) {
  const { cacheDir, lanes } = services
  const heeding = (signal: AbortSignal | undefined) => (signal ? { signal } : {})

  /** Everything that is shown passes here, so that no look at the test classes goes unnoted. */
  async function shown(paths: RunPaths, found: FoundPictures, map: CodeMap): Promise<MapEvent> {
    const { hash, classes } = found
    if (classes.some(({ part }) => part === 'test')) await noteTestLook(paths, { name: 'map of embeddings', hash })
    return { kind: 'done', map: told(await sourceOf(services, paths), found, map) }
  }

  return {
    possible: os.embeddings.possible.handler(async ({ input: { runId }, signal }) => {
      const call = { runDir: shelf.paths(runId).dir, cacheDir }
      const { parts, groups, uses } = await lanes.background.call('possibleMaps', call, heeding(signal))
      return { parts: [...parts], groups, uses }
    }),
    map: os.embeddings.map.handler(async function* ({ input: { runId, parts, options, make }, signal }) {
      const paths = shelf.paths(runId)
      const input = { runDir: paths.dir, parts, cacheDir }
      yield* streamed<MapEvent, MapEvent>(async (report, stop) => {
        const watched = {
          signal: stop,
          onProgress: (at: Omit<Extract<MapEvent, { kind: 'progress' }>, 'kind'>) =>
            report({ kind: 'progress', ...at }),
        }
        report({ kind: 'progress', doing: 'opening', done: 0, total: null })
        const found = await lanes.background.call('findMap', { ...input, options }, { signal: stop })
        if (found.map) return shown(paths, found.pictures, found.map)
        if (!make) return { kind: 'none' }
        await lanes.compute.call('mapCodes', input, watched)
        const { key, hash, hashes } = found.pictures
        const map = await lanes.background.call(
          'makeMap',
          { pictures: { key, hash, hashes }, options, cacheDir },
          watched,
        )
        return shown(paths, found.pictures, map)
      }, signal)
    }),
    neighbours: os.embeddings.neighbours.handler(({ input: { runId, ...asked }, signal }) =>
      lanes.background.call('mapNeighbours', { runDir: shelf.paths(runId).dir, cacheDir, ...asked }, heeding(signal)),
    ),
  }
}
