import { messageOf, UserError } from '../../shared/errors.ts'

/**
 * Who drew or photographed a picture, read from file names. `auto` knows two habits and never guesses beyond them; a
 * pattern (anything but `auto` and `none`) is tried on the file's name with its ending, and its group named `drawer`, else
 * its first group, is the drawer.
 */
export type DrawerOption = string | RegExp

export interface NamedPicture {
  readonly path: string
  readonly className: string
}

export interface Drawers {
  /** One a picture. */
  readonly drawers: readonly (string | undefined)[]
  readonly pattern: string | undefined
}

const NO_DRAWERS = (count: number): Drawers => ({
  drawers: new Array<undefined>(count).fill(undefined),
  pattern: undefined,
})

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const stemOf = (path: string) => nameOf(path).replace(/\.[^.]*$/, '')

/** Whether no class has two pictures of one drawer: what tells a drawer from a mere number. */
function isUniqueInClass(pictures: readonly NamedPicture[], drawers: readonly (string | undefined)[]): boolean {
  const seen = new Set<string>()
  for (let i = 0; i < pictures.length; i++) {
    const key = `${pictures[i]?.className}\u0000${drawers[i]}`
    if (drawers[i] !== undefined && seen.has(key)) return false
    seen.add(key)
  }
  return true
}

/** Omniglot: `NNNN_DD`, a number of the character (one a class) and one of the drawer. */
function readOmniglot(pictures: readonly NamedPicture[]): Drawers | undefined {
  const drawers: string[] = []
  const characters = new Map<string, string>()
  for (const { path, className } of pictures) {
    const match = /^(\d{4})_(\d{2})$/.exec(stemOf(path))
    if (match === null) return undefined
    const [, character = '', drawer = ''] = match
    if ((characters.get(className) ?? character) !== character) return undefined
    characters.set(className, character)
    drawers.push(drawer)
  }
  return isUniqueInClass(pictures, drawers) ? { drawers, pattern: 'NNNN_DD' } : undefined
}

/** Share of the pictures whose stem must stand in more than half of the classes. */
const RECURRING_SHARE = 0.8

/**
 * Stems that come back in most classes and are words, such as an artist's name. Numbered stems (`img01`, `3`, `b`) come
 * back as well and mean nothing, so the words must differ after their digits are gone.
 */
function readStems(pictures: readonly NamedPicture[]): Drawers | undefined {
  const classesOf = new Map<string, Set<string>>()
  const classes = new Set<string>()
  const stems = pictures.map(({ path }) => stemOf(path))
  pictures.forEach(({ className }, i) => {
    const stem = stems[i] ?? ''
    classes.add(className)
    const set = classesOf.get(stem) ?? new Set()
    classesOf.set(stem, set.add(className))
  })
  if (classes.size < 3) return undefined
  const recurring = [...classesOf].filter(([, set]) => set.size * 2 > classes.size).map(([stem]) => stem)
  const words = new Set(recurring.map((stem) => stem.replace(/[\d\W_]+/g, '').toLowerCase()))
  const areWords = [...words].every((word) => word.length >= 2 && /\p{L}/u.test(word))
  if (recurring.length < 2 || words.size !== recurring.length || !areWords) return undefined
  const known = new Set(recurring)
  const drawers = stems.map((stem) => (known.has(stem) ? stem : undefined))
  const told = drawers.filter((drawer) => drawer !== undefined).length
  if (told < RECURRING_SHARE * pictures.length || !isUniqueInClass(pictures, drawers)) return undefined
  return { drawers, pattern: 'file name' }
}

function compile(option: RegExp | string): RegExp {
  try {
    // Sticky and global patterns remember where they stopped: each name starts afresh.
    const [source, flags] = typeof option === 'string' ? [option, 'u'] : [option.source, option.flags]
    return new RegExp(source, flags.replace(/[gy]/g, ''))
  } catch (error) {
    throw new UserError('drawer-pattern', `The drawer pattern is no regular expression: ${messageOf(error)}.`, {
      subject: String(option),
      next: 'For names like cat_anna_03.jpg write _(?<drawer>[a-z]+)_',
      cause: error,
    })
  }
}

function readPattern(pictures: readonly NamedPicture[], option: RegExp | string): Drawers {
  const pattern = compile(option)
  const drawers = pictures.map(({ path }) => {
    const match = pattern.exec(nameOf(path))
    return match?.groups?.['drawer'] ?? match?.[1]
  })
  if (!drawers.some((drawer) => drawer !== undefined)) {
    const example = pictures[0] === undefined ? '' : ` such as ${nameOf(pictures[0].path)}`
    throw new UserError('drawer-pattern', `The drawer pattern ${pattern} finds no drawer in any file name${example}.`, {
      subject: pattern.source,
      variant: 'no-match',
      next: 'Put what is the drawer in brackets: for cat_anna_03.jpg write _([a-z]+)_',
    })
  }
  return { drawers, pattern: String(pattern) }
}

/** The drawer of each picture, where the names tell. @throws UserError for a pattern that is broken or finds nothing */
export function readDrawers(pictures: readonly NamedPicture[], option: DrawerOption): Drawers {
  if (option === 'none') return NO_DRAWERS(pictures.length)
  if (option !== 'auto') return readPattern(pictures, option)
  return readOmniglot(pictures) ?? readStems(pictures) ?? NO_DRAWERS(pictures.length)
}
