/** What a scanned folder of classes is, on both sides of a border. Indices are positions in the arrays of `DatasetInfo`. */

/** Degrees a picture is turned by, anticlockwise. */
export type Turn = 90 | 180 | 270

/** One readable picture. */
export interface PictureInfo {
  /** Path relative to the folder of classes (`root`, or `base` in it), with forward slashes. */
  readonly path: string
  /** Index of its class. */
  readonly classIndex: number
  /** Who drew or photographed it (drawer, session, artist), when the data set tells. */
  readonly drawer?: string
  /** SHA-256 of the file's bytes, hex. */
  readonly hash: string
  /** Size in pixels as stored. */
  readonly width: number
  readonly height: number
  /** Channels as stored: 1 grey, 2 grey + alpha, 3 colour, 4 colour + alpha. */
  readonly channels: number
  /** In a data set whose turned pictures are classes of their own; width and height are those after turning. */
  readonly turn?: Turn
}

export interface ClassInfo {
  /** Unique name: `group/class`, or `class` where there are no groups. */
  readonly name: string
  /** The upper folder of a two-level data set (alphabet, category, genus). */
  readonly group?: string
  /** Indices of its pictures, in the order of their paths. */
  readonly pictures: readonly number[]
}

export type ProblemKind =
  | 'unreadable'
  | 'truncated'
  | 'empty-file'
  | 'not-a-picture'
  | 'damaged'
  | 'mislabelled'
  | 'too-large'
  | 'no-permission'
  | 'broken-link'
  | 'link-outside'
  | 'stray-file'
  | 'empty-class'
  | 'single-picture-class'
  | 'unsupported-depth'

/** Something about the folder the person should know. Files named here with `leftOut` are not in `pictures`. */
export interface DatasetProblem {
  readonly kind: ProblemKind
  readonly path: string
  /** One sentence. */
  readonly message: string
  readonly leftOut: boolean
}

/** Files with the same bytes. */
export interface DuplicateSet {
  readonly pictures: readonly number[]
  /** True when the same picture stands in more than one class. */
  readonly acrossClasses: boolean
}

export interface DatasetInfo {
  /** Absolute path of the folder or zip. */
  readonly root: string
  readonly kind: 'folder' | 'zip'
  /** Folder inside `root` that the picture paths start from, with a closing slash; absent when that is `root` itself. */
  readonly base?: string
  /** SHA-256 over every picture's relative path and content hash, hex: two folders with the same pictures are equal. */
  readonly hash: string
  readonly levels: 1 | 2
  readonly groups: readonly string[]
  readonly classes: readonly ClassInfo[]
  readonly pictures: readonly PictureInfo[]
  readonly problems: readonly DatasetProblem[]
  readonly duplicates: readonly DuplicateSet[]
  /** `grey` when every picture has R = G = B (or one channel); `line` when it is also nearly two-valued. */
  readonly colour: 'line' | 'grey' | 'colour'
  /** Where the drawer came from; absent when no picture tells one. */
  readonly drawerPattern?: string
}

/** Class-disjoint split, class indices ascending. */
export interface ClassSplit {
  readonly seed: number
  readonly by: 'class' | 'group'
  readonly train: readonly number[]
  readonly validation: readonly number[]
  readonly test: readonly number[]
}
