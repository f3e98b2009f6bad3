/** Contents and drawers of a data set's pictures as numbers: a draw of a thousand trials asks for them half a million times. */
import type { DatasetInfo } from '../../../shared/dataset.ts'

/** Who may have drawn the supports of a trial: not 0 at the number of every drawer who may. */
export type DrawerRule = Uint8Array

const indexes = new WeakMap<DatasetInfo, PictureIndex>()

/** Pictures of each class by content and drawer, as numbers that are quick to compare. */
export class PictureIndex {
  /** Number of each picture's content, the same for files with the same bytes. */
  readonly content: Int32Array
  /** Number of each picture's drawer, -1 where it is not told. */
  readonly drawer: Int32Array
  /** How many drawers there are. */
  readonly drawers: number
  /** Pictures in the largest class. */
  readonly largestClass: number
  private readonly classes: DatasetInfo['classes']
  /** When each content was last met. */
  private readonly seen: Int32Array
  private now = 0

  private constructor({ pictures, classes }: DatasetInfo) {
    const contents = new Map<string, number>()
    const drawers = new Map<string, number>()
    const numberOf = (known: Map<string, number>, name: string): number => {
      const number = known.get(name) ?? known.size
      known.set(name, number)
      return number
    }
    this.content = Int32Array.from(pictures, ({ hash }) => numberOf(contents, hash))
    this.drawer = Int32Array.from(pictures, ({ drawer }) => (drawer === undefined ? -1 : numberOf(drawers, drawer)))
    this.drawers = drawers.size
    this.classes = classes
    this.largestClass = classes.reduce((most, own) => Math.max(most, own.pictures.length), 0)
    this.seen = new Int32Array(contents.size)
  }

  /** Made once for each data set. */
  static of(dataset: DatasetInfo): PictureIndex {
    const index = indexes.get(dataset) ?? new PictureIndex(dataset)
    indexes.set(dataset, index)
    return index
  }

  /** A rule that allows these drawers alone. */
  allow(drawers: Iterable<number>): DrawerRule {
    const rule = new Uint8Array(this.drawers)
    for (const drawer of drawers) rule[drawer] = 1
    return rule
  }

  /** A rule that allows everyone else. */
  allowOthers(drawer: number): DrawerRule {
    const rule = new Uint8Array(this.drawers).fill(1)
    rule[drawer] = 0
    return rule
  }

  /**
   * Finds pictures of a class that differ in content from each other and from `except`; of equal ones the first the rule
   * allows. Whose drawer is not told is allowed by no rule.
   * @param into where they are written to, at least `largestClass` long
   * @param except number of a content
   * @returns how many there are
   */
  usable(index: number, into: Int32Array, except = -1, rule?: DrawerRule): number {
    const { content, drawer, seen } = this
    const now = ++this.now
    if (except >= 0) seen[except] = now
    const { pictures } = this.classes[index]!
    let count = 0
    for (let i = 0; i < pictures.length; i++) {
      const picture = pictures[i]!
      const own = content[picture]!
      if (seen[own] === now || (rule && !allows(rule, drawer[picture]!))) continue
      seen[own] = now
      into[count++] = picture
    }
    return count
  }
}

function allows(rule: DrawerRule, drawer: number): boolean {
  return drawer >= 0 && rule[drawer] !== 0
}
