/** A map of a run from beginning to end, written to a file. */
import { writeFile } from 'node:fs/promises'
import { mapCsv } from '../../../shared/code-map.ts'
import type { MapOptions } from '../../../shared/code-map.ts'
import type { SplitPart } from '../../../shared/split.ts'
import { noteTestLook, writeError } from '../../runs/index.ts'
import { RunCodes } from '../run-codes.ts'
import type { RunCodesOptions } from '../run-codes.ts'
import { choosePictures, classesOf } from './choose-pictures.ts'
import { keptCodes } from './kept-codes.ts'
import { findMap, keepMap } from './kept-map.ts'
import { makeMap } from './make-map.ts'
import type { CodeMap, MapStage } from './make-map.ts'

export interface MapRunOptions extends Omit<RunCodesOptions, 'onProgress'> {
  readonly parts: readonly SplitPart[]
  readonly options: MapOptions
  /** CSV file. */
  readonly out: string
  readonly onProgress?: (doing: 'reading' | 'embedding' | MapStage, done: number, total: number) => void
}

export interface WrittenMap extends Pick<CodeMap, 'metric' | 'head' | 'shares' | 'reduced'> {
  readonly out: string
  readonly method: MapOptions['method']
  readonly pictures: number
  readonly classes: number
  /** How many pictures there are; more than `pictures` where these were drawn by lot. */
  readonly total: number
  /** Whether this was a use of the test classes. */
  readonly usedTest: boolean
}

/** @throws UserError `run/…`, `checkpoint/…`, `map/…`, `files/…`, and what a scan of the run's pictures says */
export async function mapRun(runDir: string, { parts, options, out, ...rest }: MapRunOptions): Promise<WrittenMap> {
  const { onProgress, signal, cacheDir } = rest
  const opened = await RunCodes.open(runDir, rest)
  const chosen = choosePictures(opened, parts)
  const map = (await findMap(chosen.hash, options, chosen.hashes.length, cacheDir)) ?? (await make())
  const { classes, classOf } = classesOf(opened, chosen.pictures)
  const usedTest = classes.some(({ part }) => part === 'test')
  if (usedTest) await noteTestLook(opened.run.paths, { name: 'map of embeddings', hash: chosen.hash })
  const rows = chosen.pictures.map((picture, i) => {
    const { path } = opened.dataset.pictures[picture]!
    return { path, class: classes[classOf[i]!]!, x: map.points[2 * i]!, y: map.points[2 * i + 1]! }
  })
  await writeFile(out, mapCsv(rows)).catch((error: unknown) => {
    throw writeError(out, error)
  })
  const { metric, head, shares, reduced } = map
  const { total, pictures } = chosen
  const counts = { pictures: pictures.length, classes: classes.length, total }
  return { out, method: options.method, ...counts, metric, head, shares, reduced, usedTest }

  async function make(): Promise<CodeMap> {
    await opened.of(chosen.pictures)
    const codes = await keptCodes(opened.key, chosen.hashes, cacheDir)
    const made = await makeMap(codes, options, {
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
    })
    await keepMap(chosen.hash, options, made, cacheDir)
    return made
  }
}
