/** Which pictures a map shows. */
import { createHash } from 'node:crypto'
import { UserError } from '../../../shared/errors.ts'
import { Rng } from '../../../shared/random.ts'
import { MOST_MAP_PICTURES } from '../../../shared/code-map.ts'
import type { MapClass } from '../../../shared/code-map.ts'
import { partsOfClasses } from '../../../shared/split.ts'
import type { SplitPart } from '../../../shared/split.ts'
import type { RunCodes } from '../run-codes.ts'

/** Fewer lie anywhere. */
const FEWEST = 3

export interface MapPictures {
  /** Indices in the data set, ascending. */
  readonly pictures: readonly number[]
  /** SHA-256 of each file, hex. */
  readonly hashes: readonly string[]
  /** How many there are; more than `pictures` where those were drawn by lot. */
  readonly total: number
  /** SHA-256 over the state of the network and the pictures: the same look has the same hash. */
  readonly hash: string
}

/** Class of each picture of a map, named once each. */
export function classesOf(
  opened: Pick<RunCodes, 'dataset' | 'split'>,
  pictures: readonly number[],
): { readonly classes: MapClass[]; readonly classOf: number[] } {
  const parts = partsOfClasses(opened.dataset.classes.length, opened.split)
  const numbers = new Map<number, number>()
  const classes: MapClass[] = []
  const classOf = pictures.map((picture) => {
    const index = opened.dataset.pictures[picture]!.classIndex
    const known = numbers.get(index)
    if (known !== undefined) return known
    const { name, group = null } = opened.dataset.classes[index]!
    numbers.set(index, classes.length)
    return classes.push({ name, group, part: parts[index] ?? 'train' }) - 1
  })
  return { classes, classOf }
}

/**
 * The pictures of some parts of the split; `most` of them by lot where there are more, always the same ones.
 * @throws UserError `map/too-few`
 */
export function choosePictures(
  opened: Pick<RunCodes, 'dataset' | 'split' | 'picturesOf' | 'key'>,
  parts: readonly SplitPart[],
  most = MOST_MAP_PICTURES,
): MapPictures {
  const { dataset, split, key } = opened
  const all = opened.picturesOf(parts.flatMap((part) => split[part])).sort((a, b) => a - b)
  if (all.length < FEWEST) {
    throw new UserError('map/too-few', `There are ${all.length} pictures in the classes chosen: too few for a map.`, {
      next: 'Choose other classes of the split too.',
    })
  }
  const drawn = all.length <= most ? all : new Rng(split.seed, 'map').sample(all, most)
  const pictures = drawn.sort((a, b) => a - b)
  const hashes = pictures.map((picture) => dataset.pictures[picture]!.hash)
  const hash = createHash('sha256')
    .update(JSON.stringify([key, hashes]))
    .digest('hex')
  return { pictures, hashes, total: all.length, hash }
}
