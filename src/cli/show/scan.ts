/** A scanned data set in words, and as JSON. */
import path from 'node:path'
import { shownHash } from '../../shared/data-hash.ts'
import type { DatasetInfo, DatasetProblem } from '../../shared/dataset.ts'
import type { LookAlikeSet } from '../../shared/guard.ts'
import { median } from '../../shared/statistics.ts'
import { count, integer, shorten } from '../format.ts'
import { details } from '../table.ts'
import type { Terminal } from '../terminal.ts'

interface Choice {
  readonly name: string
  readonly why: string
}

/** Lines of one kind of trouble before "and N more". */
const LISTED = 10

interface Range {
  readonly least: number
  readonly median: number
  readonly most: number
}

function rangeOf(values: readonly number[]): Range {
  const sorted = [...values].sort((a, b) => a - b)
  return { least: sorted[0] ?? 0, median: median(sorted), most: sorted.at(-1) ?? 0 }
}

function groupSizes({ groups, classes }: DatasetInfo): { name: string; classes: number }[] {
  return groups.map((name) => ({ name, classes: classes.filter(({ group }) => group === name).length }))
}

function drawersOf({ pictures }: DatasetInfo): string[] {
  return [...new Set(pictures.flatMap(({ drawer }) => drawer ?? []))].sort()
}

const named = ({ pictures, acrossClasses }: LookAlikeSet, dataset: DatasetInfo) => ({
  pictures: pictures.map((index) => dataset.pictures[index]?.path),
  acrossClasses,
})

/** Everything `scan` knows, with paths instead of indices. */
export function scanAsJson(dataset: DatasetInfo, recipe: Choice, lookAlikes: readonly LookAlikeSet[]): object {
  const { root, kind, hash, levels, classes, pictures, problems, duplicates, colour, drawerPattern } = dataset
  return {
    root,
    kind,
    hash,
    levels,
    groups: groupSizes(dataset),
    classes: classes.map(({ name, group, pictures: own }) => ({ name, group: group ?? null, pictures: own.length })),
    pictures: pictures.length,
    width: rangeOf(pictures.map(({ width }) => width)),
    height: rangeOf(pictures.map(({ height }) => height)),
    colour,
    drawers: drawerPattern === undefined ? null : { pattern: drawerPattern, names: drawersOf(dataset) },
    problems,
    duplicates: duplicates.map((set) => named(set, dataset)),
    lookAlikes: lookAlikes.map((set) => named(set, dataset)),
    recipe,
  }
}

const COLOURS = {
  line: 'line drawings (nearly two-valued)',
  grey: 'grey',
  colour: 'colour',
} as const

function pictureCounts({ classes, pictures }: DatasetInfo): string {
  const { least, median: middle, most } = rangeOf(classes.map(({ pictures: own }) => own.length))
  const each = least === most ? `${integer(least)} in each class` : `${least} to ${most} a class, median ${middle}`
  return `${integer(pictures.length)}, ${each}`
}

function sizes({ pictures }: DatasetInfo): string {
  const all = new Set(pictures.map(({ width, height }) => `${width} x ${height}`))
  if (all.size === 1) return `all ${[...all][0]} pixels`
  const width = rangeOf(pictures.map((picture) => picture.width))
  const height = rangeOf(pictures.map((picture) => picture.height))
  return `${width.least}-${width.most} wide, ${height.least}-${height.most} high, median ${width.median} x ${height.median}`
}

/** The table of what was understood; also the head of `train`. */
export function datasetRows(dataset: DatasetInfo): [string, string][] {
  const groups = groupSizes(dataset).map(({ name, classes }) => `${name} ${classes}`)
  const rows: [string, string][] = [['classes', integer(dataset.classes.length)]]
  if (groups.length > 0) rows.push(['groups', `${groups.length}: ${shorten(groups, 8)}`])
  rows.push(['pictures', pictureCounts(dataset)], ['size', sizes(dataset)], ['colour', COLOURS[dataset.colour]])
  if (dataset.drawerPattern !== undefined) {
    const names = drawersOf(dataset)
    rows.push(['drawers', `${names.length} (by ${dataset.drawerPattern}): ${shorten(names, 6)}`])
  }
  return rows
}

function showProblems(terminal: Terminal, problems: readonly DatasetProblem[]): void {
  const { yellow, dim } = terminal.colours
  const parts = [
    ['left out', problems.filter(({ leftOut }) => leftOut)],
    ['used all the same', problems.filter(({ leftOut }) => !leftOut)],
  ] as const
  for (const [what, found] of parts) {
    if (found.length === 0) continue
    terminal.out()
    terminal.out(yellow(`${count(found.length, 'problem')}, ${what}:`))
    for (const { message } of found.slice(0, LISTED)) terminal.out(`  ${message}`)
    if (found.length > LISTED) terminal.out(dim(`  and ${found.length - LISTED} more: --json lists them all`))
  }
}

interface Alike {
  /** Said of so many sets. */
  readonly title: (sets: number) => string
  /** Between the pictures of a set. */
  readonly join: string
}

const COPIES: Alike = {
  title: (sets) => `${count(sets, 'picture stands', 'pictures stand')} there more than once`,
  join: ' = ',
}
const LOOK_ALIKES: Alike = {
  title: (sets) => `${count(sets, 'set')} of look-alikes, other files that show the same to the eye`,
  join: ' ~ ',
}

function showSets(terminal: Terminal, sets: readonly LookAlikeSet[], { pictures }: DatasetInfo, alike: Alike): void {
  if (sets.length === 0) return
  const { yellow, dim } = terminal.colours
  const across = sets.filter(({ acrossClasses }) => acrossClasses)
  const within = sets.filter(({ acrossClasses }) => !acrossClasses)
  terminal.out()
  const worst = across.length > 0 ? `, ${across.length} of them in more than one class` : ''
  terminal.out(yellow(`${alike.title(sets.length)}${worst}:`))
  for (const set of [...across, ...within].slice(0, LISTED)) {
    terminal.out(`  ${set.pictures.map((index) => pictures[index]?.path).join(alike.join)}`)
  }
  if (sets.length > LISTED) terminal.out(dim(`  and ${sets.length - LISTED} more: --json lists them all`))
}

/** What `scan` prints: what was understood, then what is wrong, by name. */
export function showScan(
  terminal: Terminal,
  dataset: DatasetInfo,
  recipe: Choice,
  lookAlikes: readonly LookAlikeSet[],
): void {
  const { bold, green, dim } = terminal.colours
  terminal.out(`${bold(path.basename(dataset.root))} ${dim(`${dataset.kind}, hash ${shownHash(dataset.hash)}`)}`)
  terminal.out()
  const rows = [...datasetRows(dataset), ['recipe', `${recipe.name}. ${recipe.why}`] as const]
  for (const line of details(rows, terminal.width, dim)) terminal.out(line)
  showProblems(terminal, dataset.problems)
  showSets(terminal, dataset.duplicates, dataset, COPIES)
  showSets(terminal, lookAlikes, dataset, LOOK_ALIKES)
  if (dataset.problems.length === 0 && dataset.duplicates.length === 0) {
    terminal.out()
    const alike = lookAlikes.length === 0 ? ', and no two look alike' : ''
    terminal.out(green(`Every file is a whole picture, no two are the same${alike}.`))
  }
}
