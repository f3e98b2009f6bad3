import { createHash } from 'node:crypto'
import type { ClassInfo, DatasetInfo, DatasetProblem, DuplicateSet, PictureInfo } from '../../shared/dataset.ts'
import { UserError } from '../../shared/errors.ts'
import type { DrawerOption } from './drawer.ts'
import { readDrawers } from './drawer.ts'
import type { Inspection, Look } from './decode/inspect.ts'
import type { Candidate, Layout } from './layout.ts'
import type { ScannedFile } from './scan-index.ts'
import { compareText, shownName } from './sources/source.ts'

interface Findings {
  readonly root: string
  readonly kind: 'folder' | 'zip'
  /** The path as the person gave it, for errors. */
  readonly subject: string
  readonly layout: Layout
  /** One a candidate. */
  readonly found: readonly ScannedFile[]
  readonly problems: readonly DatasetProblem[]
  readonly drawer: DrawerOption
}

type Kept = Omit<Candidate, 'file'> & Omit<Inspection, 'notes'> & { readonly hash: string }

function keepReadable({ layout, found }: Findings): Kept[] {
  const kept: Kept[] = []
  for (const [i, { path, group, className }] of layout.candidates.entries()) {
    const file = found[i] as ScannedFile
    if ('kind' in file) continue
    // Field by field: spreading both would take most of a second for 100,000 pictures.
    const { hash, width, height, channels, look } = file
    kept.push({ path, group, className, hash, width, height, channels, look })
  }
  return kept
}

function collectClasses(kept: readonly Kept[]): ClassInfo[] {
  const classes = new Map<string, { group: string | undefined; pictures: number[] }>()
  kept.forEach(({ className, group }, i) => {
    const entry = classes.get(className)
    if (entry === undefined) classes.set(className, { group, pictures: [i] })
    else entry.pictures.push(i)
  })
  return [...classes].map(([name, { group, pictures }]) => ({
    name,
    ...(group === undefined ? {} : { group }),
    pictures,
  }))
}

function findDuplicates(pictures: readonly PictureInfo[]): DuplicateSet[] {
  const byHash = new Map<string, number[]>()
  pictures.forEach(({ hash }, i) => {
    const same = byHash.get(hash)
    if (same === undefined) byHash.set(hash, [i])
    else same.push(i)
  })
  return [...byHash.values()]
    .filter((same) => same.length > 1)
    .map((same) => ({
      pictures: same,
      acrossClasses: new Set(same.map((i) => pictures[i]?.classIndex)).size > 1,
    }))
}

/** Names in NFC, as some systems store them decomposed: the same pictures give the same hash everywhere. */
function hashOf(pictures: readonly PictureInfo[]): string {
  const lines = pictures.map(({ path, hash }) => `${path.normalize('NFC')}\u0000${hash}\n`).sort(compareText)
  const hash = createHash('sha256')
  for (const line of lines) hash.update(line)
  return hash.digest('hex')
}

function classProblems(classes: readonly ClassInfo[], layout: Layout): DatasetProblem[] {
  const names = new Set(classes.map(({ name }) => name))
  const empty = layout.classFolders
    .filter((path) => !names.has(path.split('/').map(shownName).join('/')))
    .map((path): DatasetProblem => {
      return { kind: 'empty-class', path, message: `${shownName(path)} holds no readable picture.`, leftOut: true }
    })
  const single = classes
    .filter(({ pictures }) => pictures.length === 1)
    .map(({ name }): DatasetProblem => {
      const message = `${name} has one picture only: there is nothing to compare it with inside its class.`
      return { kind: 'single-picture-class', path: name, message, leftOut: false }
    })
  return [...empty, ...single]
}

/** Two classes are the least there is to tell apart. */
function checkClasses({ subject, found, problems }: Findings, classes: readonly ClassInfo[]): void {
  const [only, second] = classes
  if (only === undefined) {
    const first = problems.find(({ leftOut, kind }) => leftOut && kind !== 'stray-file')
    const example = first === undefined ? '' : ` For example: ${first.message}`
    throw new UserError(
      'nothing-readable',
      `None of the ${found.length} files in ${subject} is a readable picture.${example}`,
      {
        subject,
        values: { count: found.length },
        next: 'Use PNG, JPEG, WebP, TIFF, GIF, BMP, AVIF or PGM/PPM pictures that open in a picture viewer.',
      },
    )
  }
  if (second === undefined) {
    throw new UserError('one-class', `There is only one class with readable pictures in ${subject}: ${only.name}.`, {
      subject,
      values: { name: only.name },
      next: 'Add a folder of pictures for a second class, or choose the folder above this one.',
    })
  }
}

const overall = (looks: readonly Look[]): Look =>
  looks.includes('colour') ? 'colour' : looks.includes('grey') ? 'grey' : 'line'

/** Puts together what a scan found. @throws UserError when fewer than two classes are left */
export function describeDataset(findings: Findings): DatasetInfo {
  const { root, kind, layout } = findings
  const kept = keepReadable(findings)
  const classes = collectClasses(kept)
  checkClasses(findings, classes)
  const classIndex = new Map(classes.map(({ name }, i) => [name, i]))
  const { drawers, pattern } = readDrawers(kept, findings.drawer)
  const pictures = kept.map(({ path, className, hash, width, height, channels }, i): PictureInfo => {
    const drawer = drawers[i]
    const rest = { hash, width, height, channels }
    return { path, classIndex: classIndex.get(className) ?? 0, ...(drawer === undefined ? {} : { drawer }), ...rest }
  })
  return {
    root,
    kind,
    ...(layout.base === '' ? {} : { base: layout.base }),
    hash: hashOf(pictures),
    levels: layout.levels,
    groups: [...new Set(classes.flatMap(({ group }) => group ?? []))],
    classes,
    pictures,
    problems: [...findings.problems, ...classProblems(classes, layout)],
    duplicates: findDuplicates(pictures),
    colour: overall(kept.map(({ look }) => look)),
    ...(pattern === undefined ? {} : { drawerPattern: pattern }),
  }
}
