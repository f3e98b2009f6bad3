/** The one-shot classification runs published with Omniglot (Lake, Salakhutdinov and Tenenbaum, Science 2015). */
import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { UserError } from '../../../shared/errors.ts'
import type { Protocol, Trial } from '../../../shared/evaluation.ts'
import { hashTrials } from './protocol-hash.ts'
import { readLabels } from './lake-labels.ts'

/** A picture of the runs; its index is its place in `LakeRuns.pictures`. */
export interface LakePicture {
  /** Relative to the folder of the runs, with forward slashes. */
  readonly path: string
  /** Where it is on this machine. */
  readonly file: string
  /** SHA-256 of the file's bytes, hex. */
  readonly hash: string
}

export interface LakeRuns {
  readonly runs: readonly string[]
  readonly pictures: readonly LakePicture[]
  /** Trials index `pictures`. 20-way 1-shot with 400 trials for the official 20 runs. */
  readonly protocol: Protocol
}

const RUN = /^run\d+$/i
const PICTURE = /\.png$/i

/**
 * Reads `runNN/training/*.png`, `runNN/test/*.png` and `runNN/class_labels.txt`: each test picture is a query against
 * all training pictures of its run. A folder that holds nothing but the folder of the runs is entered.
 *
 * @throws UserError `lake/…` that names the file, and the line for labels
 */
export async function loadLakeRuns(folder: string): Promise<LakeRuns> {
  const { root, runs } = await findRuns(folder)
  const pictures: LakePicture[] = []
  const trials: Trial[] = []
  let way = 0
  for (const run of runs) {
    const training = await addPictures(root, run, 'training', pictures)
    const test = await addPictures(root, run, 'test', pictures)
    way ||= training.length
    if (training.length !== way) {
      const file = path.join(root, run, 'training')
      throw lakeError('training', `${file} holds ${training.length} pictures, the runs before it ${way}`, file)
    }
    const names = (range: readonly number[]) => range.map((index) => pictures[index]!.path)
    for (const { query, support } of await readLabels(root, run, names(test), names(training))) {
      trials.push({ query: test[query]!, supports: training.map((picture) => [picture]), truth: support })
    }
  }
  const hash = hashTrials(trials, (picture) => pictures[picture]!.hash)
  // By construction each run is within one alphabet, its tests by one drawer and its training pictures by another.
  const rules = { way, shot: 1, seed: 0, withinGroup: true, acrossDrawer: true }
  return { runs, pictures, protocol: { name: 'lake', hash, ...rules, trials } }
}

async function findRuns(folder: string, levels = 2): Promise<{ root: string; runs: string[] }> {
  const found = await listFolder(folder)
  const runs = found.filter((name) => RUN.test(name)).sort((a, b) => Number(a.slice(3)) - Number(b.slice(3)))
  if (runs.length > 0) return { root: folder, runs }
  const [only, ...others] = found.filter((name) => !name.startsWith('.') && name !== '__MACOSX')
  if (levels > 0 && only !== undefined && others.length === 0 && (await isFolder(path.join(folder, only)))) {
    return findRuns(path.join(folder, only), levels - 1)
  }
  throw lakeError('no-runs', `${folder} has no folders run01, run02 and so on`, folder)
}

/** Adds the pictures of a folder, by name; returns their indices. */
async function addPictures(root: string, run: string, part: string, pictures: LakePicture[]): Promise<number[]> {
  const folder = path.join(root, run, part)
  const names = (await listFolder(folder)).filter((name) => PICTURE.test(name) && !name.startsWith('.')).sort()
  const few = part === 'training' ? 2 : 1
  if (names.length < few) throw lakeError('pictures', `${folder} needs at least ${few} PNG pictures`, folder)
  const added: number[] = []
  for (const name of names) {
    const file = path.join(folder, name)
    const hash = createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
    added.push(pictures.push({ path: `${run}/${part}/${name}`, file, hash }) - 1)
  }
  return added
}

async function isFolder(file: string): Promise<boolean> {
  return (await stat(file)).isDirectory()
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    throw lakeError('missing', `The folder ${folder} cannot be read`, folder, cause)
  }
}

function lakeError(code: string, message: string, subject: string, cause?: unknown): UserError {
  const next = 'Choose the folder that all_runs.zip of Omniglot unpacks to, or one laid out like it.'
  return new UserError(`lake/${code}`, `${message}.`, { subject, next, ...(cause === undefined ? {} : { cause }) })
}
