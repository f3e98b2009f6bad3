/** Where new runs lie when nobody names a folder. */
import { existsSync } from 'node:fs'
import path from 'node:path'

/** Folder inside the runs' folder for those that were put away. */
export const REMOVED = '.removed'
const LONGEST_NAME = 40

/** A folder's or zip's name, as part of a file name. */
function shortName(root: string): string {
  const name = path.basename(root).replace(/\.zip$/i, '')
  const safe = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '')
  return [...safe].slice(0, LONGEST_NAME).join('') || 'pictures'
}

/** Date of this place on earth, `2026-08-24`. */
export function dateOf(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** The first free one of `NAME`, `NAME-2`, `NAME-3`… in the folder of runs; one that was put away keeps its name. */
export function freeFolder(runs: string, name: string): string {
  for (let attempt = 1; ; attempt++) {
    const own = attempt === 1 ? name : `${name}-${attempt}`
    const folder = path.join(runs, own)
    if (!existsSync(folder) && !existsSync(path.join(runs, REMOVED, own))) return folder
  }
}

/** `<runs>/<date>-<dataset>-<recipe>`, numbered from the second on. */
export function newRunFolder(runs: string, dataset: string, recipe: string, now = new Date()): string {
  return freeFolder(runs, `${dateOf(now)}-${shortName(dataset)}-${shortName(recipe)}`)
}
