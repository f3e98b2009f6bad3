/** Small made-up data sets for the tests of this folder. */
import type { ClassInfo, DatasetInfo, PictureInfo } from '../../shared/dataset.ts'

/** A class of a made-up data set: `hashes` one for each picture, `drawers` likewise (or none). */
export interface FakeClass {
  readonly name: string
  readonly hashes: readonly string[]
  readonly drawers?: readonly (string | undefined)[]
}

/** A data set of the classes given; a name `group/class` makes a group. */
export function fakeDataset(fakes: readonly FakeClass[], root = '/data/fake'): DatasetInfo {
  const pictures: PictureInfo[] = []
  const classes: ClassInfo[] = fakes.map(({ name, hashes, drawers }, classIndex) => {
    const own = hashes.map((hash, i) => {
      const drawer = drawers?.[i]
      const path = `${name}/${String(i).padStart(2, '0')}.png`
      pictures.push({
        path,
        classIndex,
        hash,
        width: 8,
        height: 8,
        channels: 1,
        ...(drawer === undefined ? {} : { drawer }),
      })
      return pictures.length - 1
    })
    const group = name.includes('/') ? name.slice(0, name.indexOf('/')) : undefined
    return { name, pictures: own, ...(group === undefined ? {} : { group }) }
  })
  const groups = [...new Set(classes.map(({ group }) => group).filter((group) => group !== undefined))]
  return {
    root,
    kind: 'folder',
    hash: `hash of ${root}`,
    levels: groups.length > 0 ? 2 : 1,
    groups,
    classes,
    pictures,
    problems: [],
    duplicates: [],
    colour: 'line',
  }
}

/** `groups` groups of `classes` classes, each drawn once by every one of `drawers` drawers, all pictures different. */
export function fakeAlphabets(groups: number, classes: number, drawers: number): DatasetInfo {
  return fakeDataset(
    range(groups).flatMap((group) =>
      range(classes).map((letter) => ({
        name: `alphabet${group}/letter${letter}`,
        hashes: range(drawers).map((drawer) => `${group}-${letter}-${drawer}`),
        drawers: range(drawers).map((drawer) => `d${drawer}`),
      })),
    ),
  )
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}
