/** Maps of embeddings. Only `mapCodes` runs a network and keeps codes: it belongs in the compute lane, the others need not. */
import { rankNeighbours } from '../../core/evaluation/index.ts'
import { openRun, splitOf, testUses } from '../../core/runs/index.ts'
import { RunCodes, scanRunDataset } from '../../core/trained/index.ts'
import { choosePictures, classesOf, findMap, keepMap, keptCodes, makeMap } from '../../core/trained/map/index.ts'
import type { CodeMap, MapCodes, MapPictures, MapStage } from '../../core/trained/map/index.ts'
import { UserError } from '../../shared/errors.ts'
import { SPLIT_PARTS } from '../../shared/split.ts'
import type { MapClass, MapOptions } from '../../shared/code-map.ts'
import type { SplitPart } from '../../shared/split.ts'
import { seldom } from './seldom.ts'
import type { Task } from './task.ts'

/** Codes of this many maps stay in memory for questions about neighbours; 20,000 of 1280 numbers take 100 MB. */
const MOST_HELD = 2

export interface MapsInput {
  readonly runDir: string
  readonly cacheDir?: string
}

export interface PossibleMaps {
  readonly parts: readonly { readonly part: SplitPart; readonly classes: number; readonly pictures: number }[]
  readonly groups: number
  /** How often the test classes were used already. */
  readonly uses: number
}

/** What there is to show. */
export const possible: Task<MapsInput, PossibleMaps> = async ({ runDir, ...options }, { signal }) => {
  const { record, paths } = await openRun(runDir)
  const dataset = await scanRunDataset(record, { ...options, signal })
  const split = splitOf(record, dataset, paths.record)
  const parts = SPLIT_PARTS.map((part) => {
    const pictures = split[part].reduce((sum, index) => sum + (dataset.classes[index]?.pictures.length ?? 0), 0)
    return { part, classes: split[part].length, pictures }
  })
  return { parts, groups: dataset.groups.length, uses: await testUses(paths) }
}

export interface MapInput extends MapsInput {
  readonly parts: readonly SplitPart[]
}

export interface FoundPictures extends MapPictures {
  /** Names the state of the network. */
  readonly key: string
  readonly paths: readonly string[]
  readonly classes: readonly MapClass[]
  /** Class of each picture, by its place in `classes`. */
  readonly classOf: readonly number[]
}

function describe(opened: RunCodes, parts: readonly SplitPart[]): FoundPictures {
  const chosen = choosePictures(opened, parts)
  const paths = chosen.pictures.map((picture) => opened.dataset.pictures[picture]!.path)
  return { ...chosen, key: opened.key, paths, ...classesOf(opened, chosen.pictures) }
}

/** The pictures of a map, and the map itself where it was made before. */
export const find: Task<
  MapInput & { readonly options: MapOptions },
  { readonly pictures: FoundPictures; readonly map: CodeMap | null }
> = async ({ runDir, parts, options, ...rest }, { signal }) => {
  const pictures = describe(await RunCodes.open(runDir, { ...rest, signal }), parts)
  const map = await findMap(pictures.hash, options, pictures.hashes.length, rest.cacheDir)
  return { pictures, map: map ?? null }
}

export interface MapCodesProgress {
  readonly doing: 'reading' | 'embedding'
  readonly done: number
  readonly total: number
}

/** Sees to it that every picture has a code. */
export const codes: Task<MapInput, null, MapCodesProgress> = async ({ runDir, parts, ...rest }, context) => {
  const { signal, progress } = context
  const report = seldom(progress)
  const onProgress = (doing: 'reading' | 'embedding', done: number, total: number) => report({ doing, done, total })
  const opened = await RunCodes.open(runDir, { ...rest, signal, onProgress })
  await opened.of(choosePictures(opened, parts).pictures)
  return null
}

export interface MakeMapInput {
  readonly pictures: Pick<FoundPictures, 'key' | 'hash' | 'hashes'>
  readonly options: MapOptions
  readonly cacheDir?: string
}

export interface MakeMapProgress {
  readonly doing: MapStage
  readonly done: number
  readonly total: number
}

/** Lays the map out and keeps it. */
export const make: Task<MakeMapInput, CodeMap, MakeMapProgress> = async (input, { signal, progress }) => {
  const { pictures, options, cacheDir } = input
  const report = seldom(progress)
  const kept = await keptCodes(pictures.key, pictures.hashes, cacheDir)
  const onProgress = (doing: MapStage, done: number, total: number) => report({ doing, done, total })
  const map = await makeMap(kept, options, { signal, onProgress })
  await keepMap(pictures.hash, options, map, cacheDir)
  return map
}

export interface MapNeighboursInput extends MapInput {
  /** Hash of the map's pictures and network. */
  readonly hash: string
  /** Which point, by its place on the map. */
  readonly point: number
  readonly count: number
}

const held = new Map<string, Promise<MapCodes>>()

/** Without the asker's signal: the next question wants the same codes. */
async function codesOf({ runDir, parts, hash, cacheDir }: MapNeighboursInput): Promise<MapCodes> {
  const opened = await RunCodes.open(runDir, cacheDir === undefined ? {} : { cacheDir })
  const chosen = choosePictures(opened, parts)
  if (chosen.hash === hash) return keptCodes(opened.key, chosen.hashes, cacheDir)
  throw new UserError('map/outdated', 'The run has been trained on since this map was made.', {
    next: 'Make the map again.',
  })
}

/** The nearest others of a point in the space of the codes, by the head's distance. */
export const neighbours: Task<MapNeighboursInput, { readonly point: number; readonly distance: number }[]> = async (
  input,
) => {
  const known = held.get(input.hash)
  const opening = known ?? codesOf(input)
  held.delete(input.hash)
  held.set(input.hash, opening)
  for (const old of [...held.keys()].slice(0, -MOST_HELD)) held.delete(old)
  // What could not be opened may be mended.
  opening.catch(() => held.delete(input.hash))
  const { codes: rows, score } = await opening
  const all = Array.from({ length: rows.count }, (_, i) => i)
  return rankNeighbours(rows, score, input.point, all, input.count).map(({ picture, distance }) => {
    return { point: picture, distance }
  })
}
