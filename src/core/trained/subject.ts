/** What an evaluation is about: pictures and trials. */
import { existsSync } from 'node:fs'
import type { DatasetInfo } from '../../shared/dataset.ts'
import type { Protocol } from '../../shared/evaluation.ts'
import { loadLakeRuns } from '../evaluation/index.ts'
import type { LakeRuns } from '../evaluation/index.ts'
import { rememberMoved, splitOf } from '../runs/index.ts'
import type { Run } from '../runs/index.ts'
import { countParts } from './class-parts.ts'
import type { PartCounts } from './class-parts.ts'
import { chooseProtocol } from './choose-protocol.ts'
import type { ProtocolChoice } from './choose-protocol.ts'
import { datasetSource, fileReader, turnedSource } from './picture-sources.ts'
import type { PictureSource } from './picture-sources.ts'
import { scanOther, scanRunDataset } from './run-dataset.ts'

/** Pixels on each side of the published runs' pictures. */
const LAKE_SIDE = 105
const LAKE = 'lake:'

export interface Subject {
  /** What the protocol's indices mean: turned pictures too, where it turns them. */
  readonly source: PictureSource
  /** The pictures as they are. */
  readonly base: PictureSource
  readonly protocol: Protocol
  /** Absent for the published runs. */
  readonly dataset?: DatasetInfo
  /** Trials that show classes of the run's split; absent where the pictures are not the run's own. */
  readonly parts?: PartCounts
}

export interface SubjectOptions extends ProtocolChoice {
  /** Folder or zip of other pictures, or where the run's own lie now. @default where they were */
  readonly data?: string
  readonly cacheDir?: string
  readonly signal?: AbortSignal
  readonly onReading?: (done: number, total: number) => void
}

/** The pictures of the published runs. */
export function lakeSource(root: string, { pictures, protocol }: LakeRuns): PictureSource {
  const size = { width: LAKE_SIDE, height: LAKE_SIDE }
  const [first] = pictures
  return {
    root,
    folder: first ? first.file.slice(0, -first.path.length - 1) : root,
    hash: protocol.hash,
    pictures: pictures.map((picture) => ({ ...picture, ...size })),
    colour: 'line',
    open: (target) => Promise.resolve(fileReader(pictures, target)),
  }
}

/** What decides a run's trials where nobody says: all runs of a group are given the same. */
export function trialSeed({ recipe, group }: Run['record']): number {
  return group?.seeds[0] ?? recipe.seed
}

/** @throws UserError that says what is missing or what is possible instead */
export async function openSubject({ record, paths }: Run, options: SubjectOptions): Promise<Subject> {
  if (options.protocol?.startsWith(LAKE)) {
    const folder = options.protocol.slice(LAKE.length)
    const lake = await loadLakeRuns(folder)
    const source = lakeSource(folder, lake)
    return { source, base: source, protocol: lake.protocol }
  }
  const { data, cacheDir, signal, onReading } = options
  const scan = {
    ...(cacheDir === undefined ? {} : { cacheDir }),
    ...(signal === undefined ? {} : { signal }),
    onProgress: ({ done, total }: { done: number; total: number }) => onReading?.(done, total),
  }
  const dataset = data === undefined ? await scanRunDataset(record, scan) : await scanOther(data, scan, record)
  const isOwn = dataset.hash === record.dataset.hash
  if (isOwn && data !== undefined && !existsSync(record.dataset.root)) {
    const { root, kind } = dataset
    // That it cannot be written down must not keep anyone from evaluating.
    await rememberMoved(paths, { root, kind }).catch(() => undefined)
  }
  const split = isOwn ? splitOf(record, dataset, paths.record) : undefined
  const { recipe } = record
  const seed = trialSeed(record)
  const protocol = await chooseProtocol(options, { recipe, seed, dataset, split, validation: paths.validation })
  const parts = split && countParts(protocol, dataset, split)
  const base = datasetSource(dataset, cacheDir)
  return {
    source: protocol.turned ? turnedSource(base) : base,
    base,
    protocol,
    dataset,
    ...(parts === undefined ? {} : { parts }),
  }
}
