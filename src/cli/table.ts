/** Aligned columns. Widths count what is seen: colour codes take no room. */
import { stripVTControlCharacters } from 'node:util'

export type Align = 'left' | 'right'

const SEGMENTS = new Intl.Segmenter()
/** Scripts and symbols that terminals draw two columns wide. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Emoji_Presentation}/u

/** Columns a text takes in a terminal. */
export function widthOf(text: string): number {
  let width = 0
  for (const { segment } of SEGMENTS.segment(stripVTControlCharacters(text))) width += WIDE.test(segment) ? 2 : 1
  return width
}

function pad(text: string, width: number, align: Align): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)))
  return align === 'right' ? blanks + text : text + blanks
}

/**
 * Rows as lines, columns two blanks apart.
 * @param align of each column; `left` where not given
 */
export function table(rows: readonly (readonly string[])[], align: readonly Align[] = [], indent = ''): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...rows.map((row) => widthOf(row[i] ?? ''))))
  return rows.map((row) =>
    (indent + widths.map((width, i) => pad(row[i] ?? '', width, align[i] ?? 'left')).join('  ')).trimEnd(),
  )
}

/** Cuts a text to `width` columns, with an ellipsis in place of what is missing. */
export function clip(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let kept = ''
  let used = 0
  for (const { segment } of SEGMENTS.segment(text)) {
    used += widthOf(segment)
    if (used > width - 1) break
    kept += segment
  }
  return `${kept}…`
}

/** A path cut in front: its end tells more. */
export function clipFront(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  const segments = [...SEGMENTS.segment(text)].map(({ segment }) => segment)
  let used = 1
  let from = segments.length
  while (from > 0 && used + widthOf(segments[from - 1] as string) <= width) used += widthOf(segments[--from] as string)
  return `…${segments.slice(from).join('')}`
}

/** Breaks a text into lines of at most `width` columns, at blanks. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** Least room for the values of `details`. */
const NARROWEST = 20

/** Names on the left, values on the right; a long value goes on below itself. */
export function details(
  rows: readonly (readonly [name: string, value: string])[],
  width: number,
  style: (name: string) => string = (name) => name,
): string[] {
  const names = Math.max(0, ...rows.map(([name]) => widthOf(name)))
  const room = Math.max(NARROWEST, width - names - 2)
  const broken = rows.flatMap(([name, value]) =>
    wrap(value, room).map((line, i) => [i === 0 && name !== '' ? style(name) : '', line]),
  )
  return table(broken)
}
