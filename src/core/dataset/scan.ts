import type { DatasetInfo, DatasetProblem, ProblemKind } from '../../shared/dataset.ts'
import { messageOf, UserError } from '../../shared/errors.ts'
import { cacheFolder, sha256 } from './cache-folder.ts'
import { describeDataset } from './describe-dataset.ts'
import type { DrawerOption } from './drawer.ts'
import { isDenied } from './sources/folder-source.ts'
import { formatOfName, SNIFF_BYTES, sniffFormat } from './decode/formats.ts'
import { inspectPicture, notAPicture } from './decode/inspect.ts'
import type { Candidate } from './layout.ts'
import { readLayout } from './layout.ts'
import { MAX_FILE_BYTES } from './limits.ts'
import { explainListing, openSource } from './sources/open-source.ts'
import type { Progress } from './parallel.ts'
import { forEachParallel } from './parallel.ts'
import { PictureError } from './decode/picture-error.ts'
import type { ScannedFile } from './scan-index.ts'
import { ScanIndex } from './scan-index.ts'
import type { PictureSource } from './sources/source.ts'
import { shownName } from './sources/source.ts'

export interface ScanOptions {
  /** Where drawers come from. @default 'auto' */
  readonly drawer?: DrawerOption
  /** Files in flight at once. @default cores + 3 */
  readonly concurrency?: number
  /** Where what was found is remembered. @default cacheFolder() */
  readonly cacheDir?: string
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

/** Problems of the disk, not of the file: the next scan looks again. */
function isPassing(kind: ProblemKind): boolean {
  return kind === 'no-permission'
}

/** Reads and decodes one file; never throws for what is wrong with the file. */
async function scanFile(source: PictureSource, { file, path }: Candidate): Promise<ScannedFile> {
  try {
    if (file.size > MAX_FILE_BYTES) {
      throw new PictureError('too-large', `is larger than ${MAX_FILE_BYTES / 2 ** 20} MiB`)
    }
    // A film or an archive among the pictures is not read whole only to learn that it is none.
    if (formatOfName(path) === undefined && sniffFormat(await source.readStart(file.path, SNIFF_BYTES)) === undefined) {
      throw notAPicture(path)
    }
    const bytes = await source.read(file.path)
    return { hash: sha256(bytes), ...(await inspectPicture(bytes, path)) }
  } catch (error) {
    return problemOf(error)
  }
}

function problemOf(error: unknown): { kind: ProblemKind; message: string } {
  if (error instanceof UserError) throw error
  if (error instanceof PictureError) return { kind: error.kind, message: error.message }
  if (isDenied(error)) return { kind: 'no-permission', message: 'may not be read: you lack the permission' }
  return { kind: 'unreadable', message: `cannot be read (${messageOf(error)})` }
}

/**
 * Reads a folder of classes (`class/picture` or `group/class/picture`, or a zip of it), decoding every file once to know
 * that it is whole. What is wrong with a file is reported in `problems`; a file never stops the scan.
 * @throws UserError when the path gives no data set: missing, no permission, no classes, only one, nothing readable
 */
export async function scanDataset(path: string, options: ScanOptions = {}): Promise<DatasetInfo> {
  const { drawer = 'auto', concurrency, cacheDir = cacheFolder(), onProgress, signal } = options
  const { root, source } = openSource(path)
  try {
    const listing = await source.list(signal)
    const layout = readLayout(listing, path)
    const index = new ScanIndex(root, cacheDir)
    const found = new Array<ScannedFile>(layout.candidates.length)
    const work = async (i: number): Promise<void> => {
      const candidate = layout.candidates[i] as Candidate
      const { path: name, stamp } = candidate.file
      const known = index.find(name, stamp)
      const result = known ?? (await scanFile(source, candidate))
      if (known === undefined && !('kind' in result && isPassing(result.kind))) index.add(name, stamp, result)
      found[i] = result
    }
    await forEachParallel(layout.candidates.length, work, {
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(onProgress === undefined ? {} : { onProgress }),
      ...(signal === undefined ? {} : { signal }),
    })
    await index.save()
    const inBase = (path: string) => (path.startsWith(layout.base) ? path.slice(layout.base.length) : path)
    const problems = [...listing.problems.map((found) => ({ ...found, path: inBase(found.path) })), ...layout.problems]
    layout.candidates.forEach((candidate, i) => problems.push(...problemsOf(candidate, found[i] as ScannedFile)))
    return describeDataset({ root, kind: source.kind, subject: path, layout, found, problems, drawer })
  } catch (error) {
    throw explainListing(error, path)
  } finally {
    source.close()
  }
}

function problemsOf({ path }: Candidate, found: ScannedFile): DatasetProblem[] {
  const leftOut = 'kind' in found
  const notes = leftOut ? [found] : found.notes
  return notes.map(({ kind, message }) => ({ kind, path, message: `${shownName(path)} ${message}.`, leftOut }))
}
