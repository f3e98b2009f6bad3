/** What a protocol from elsewhere means for a run, before anything is evaluated. */
import { readFile } from 'node:fs/promises'
import { protocolFromJson } from '../evaluation/index.ts'
import { openRun, splitOf } from '../runs/index.ts'
import { countParts } from './class-parts.ts'
import type { PartCounts } from './class-parts.ts'
import { scanRunDataset } from './run-dataset.ts'

export interface InspectOptions {
  /** File of the protocol. */
  readonly file: string
  /** What the person calls it, for errors. @default the file */
  readonly source?: string
  readonly cacheDir?: string
  readonly signal?: AbortSignal
}

export interface InspectedProtocol {
  readonly name: string
  readonly hash: string
  readonly way: number
  readonly shot: number
  readonly trials: number
  /** Trials that show classes of each part of the run's split. */
  readonly parts: PartCounts
}

/**
 * Reads a protocol for a run's own pictures.
 * @throws UserError `protocol/file` or `protocol/dataset` that names both data sets, `run/…`, and what a scan says
 */
export async function inspectProtocol(runDir: string, options: InspectOptions): Promise<InspectedProtocol> {
  const { file, source = file, ...scan } = options
  const { record, paths } = await openRun(runDir)
  const dataset = await scanRunDataset(record, scan)
  const protocol = protocolFromJson(await readFile(file, 'utf8'), dataset, source)
  const { name, hash, way, shot, trials } = protocol
  const parts = countParts(protocol, dataset, splitOf(record, dataset, paths.record))
  return { name, hash, way, shot, trials: trials.length, parts }
}
