import type { DatasetProblem, ProblemKind } from '../../shared/dataset.ts'
import { UserError } from '../../shared/errors.ts'
import { formatOfName } from './decode/formats.ts'
import type { SourceFile, SourceListing } from './sources/source.ts'
import { compareText, shownName } from './sources/source.ts'

/** A file that may be a picture of a class. `path` is relative to the folder of classes. */
export interface Candidate {
  readonly file: SourceFile
  readonly path: string
  readonly group: string | undefined
  /** `group/class`, or `class`. */
  readonly className: string
}

export interface Layout {
  /** Folder that holds the classes, with a closing slash, or ''. */
  readonly base: string
  readonly levels: 1 | 2
  /** In the order of class names, then paths. */
  readonly candidates: readonly Candidate[]
  /** Folders where a class should be; some may hold no picture. */
  readonly classFolders: readonly string[]
  readonly problems: readonly DatasetProblem[]
}

const depthOf = (path: string) => path.split('/').length - 1

/**
 * Sees through folders that only wrap the data set: one folder, no picture beside it, and more folders inside. A folder
 * with nothing but pictures is a class, not a wrapper.
 */
function findBase(listing: SourceListing): string {
  for (let base = ''; ;) {
    const inside = (path: string) => path.startsWith(base) && path.length > base.length
    const children = listing.folders.filter((path) => inside(path) && !path.slice(base.length).includes('/'))
    const hasPictures = listing.files.some(
      ({ path }) => inside(path) && !path.slice(base.length).includes('/') && formatOfName(path) !== undefined,
    )
    const only = children[0]
    if (children.length !== 1 || only === undefined || hasPictures) return base
    if (!listing.folders.some((path) => path.startsWith(`${only}/`))) return base
    base = `${only}/`
  }
}

/** One level or two: where most pictures lie. */
function findLevels(paths: readonly string[], subject: string): 1 | 2 {
  const counts = [0, 0, 0, 0]
  for (const path of paths) {
    const depth = Math.min(3, depthOf(path))
    counts[depth] = (counts[depth] ?? 0) + 1
  }
  const [loose = 0, one = 0, two = 0, deeper = 0] = counts
  if (one + two > 0) return two > one ? 2 : 1
  if (deeper > 0) {
    throw new UserError('unsupported-depth', `The pictures in ${subject} lie more than two folders deep.`, {
      subject,
      next: 'Choose the folder that holds the class folders, or the folder of groups above them.',
    })
  }
  const found = loose > 0 ? `${loose} pictures but no folders of pictures` : 'no pictures'
  throw new UserError('no-classes', `There are ${found} in ${subject}.`, {
    subject,
    next: 'Put the pictures of each class in a folder of its own, and choose the folder that holds those.',
  })
}

/**
 * Makes out classes and groups.
 * @param subject the chosen path, for errors
 * @throws UserError when there are no classes
 */
export function readLayout(listing: SourceListing, subject: string): Layout {
  const base = findBase(listing)
  const files = listing.files.filter(({ path }) => path.startsWith(base))
  const outside = listing.files.filter(({ path }) => !path.startsWith(base))
  const named = files.filter(({ path }) => formatOfName(path) !== undefined)
  const paths = (named.length > 0 ? named : files).map(({ path }) => path.slice(base.length))
  const levels = findLevels(paths, subject)
  const problems: DatasetProblem[] = []
  const leaveOut = (kind: ProblemKind, path: string, clause: string) =>
    problems.push({ kind, path, message: `${shownName(path)} ${clause}.`, leftOut: true })
  for (const { path } of outside) leaveOut('stray-file', path, 'lies beside the folder of classes')
  const candidates: Candidate[] = []
  for (const file of files) {
    const path = file.path.slice(base.length)
    const depth = depthOf(path)
    if (depth === levels) {
      const folders = path.split('/').slice(0, -1).map(shownName)
      const group = levels === 2 ? folders[0] : undefined
      candidates.push({ file, path, group, className: folders.join('/') })
    } else if (formatOfName(path) === undefined) leaveOut('stray-file', path, 'is no picture')
    else if (depth > levels) leaveOut('unsupported-depth', path, 'lies deeper than the class folders')
    else leaveOut('stray-file', path, 'lies beside the class folders, in none of them')
  }
  candidates.sort((a, b) => compareText(a.className, b.className) || compareText(a.path, b.path))
  const classFolders = listing.folders
    .filter((path) => path.startsWith(base) && path.length > base.length)
    .map((path) => path.slice(base.length))
    .filter((path) => depthOf(path) === levels - 1)
  return { base, levels, candidates, classFolders, problems }
}
