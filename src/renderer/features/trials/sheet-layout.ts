/** Where everything goes on the sheet of a trial that is saved as a picture. Pure: drawing is `draw-sheet.ts`. */
import type { PictureRef } from '../../../shared/contract/common.ts'
import type { TrialDetail, TrialWay } from '../../../shared/contract/evaluations.ts'
import { distanceDigits, distanceScale } from './distance-scale.ts'
import { marksOf } from './verdict.ts'
import type { WayMark } from './verdict.ts'

export type Ink = 'text' | 'muted' | 'right' | 'wrong' | 'bar'

export interface SheetText {
  readonly x: number
  /** Of the base line. */
  readonly y: number
  readonly text: string
  readonly size: number
  readonly bold: boolean
  readonly align: 'left' | 'right'
  readonly ink: Ink
  /** It is cut off with `…` beyond this. */
  readonly maxWidth: number
}

export interface SheetPicture {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly picture: PictureRef
}

export interface SheetBar {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly ink: Ink
}

export interface Sheet {
  readonly width: number
  readonly height: number
  readonly texts: readonly SheetText[]
  readonly pictures: readonly SheetPicture[]
  readonly bars: readonly SheetBar[]
}

/** Words of the sheet in the person's language. */
export interface SheetWords {
  readonly title: string
  readonly verdict: string
  readonly query: string
  readonly distance: string
  readonly right: string
  readonly chosen: string
  readonly tied: string
  readonly more: (count: number) => string
}

const WIDTH = 960
const MARGIN = 28
const HEAD = 78
const QUERY = 232
const LEFT = MARGIN + QUERY + 36
const THUMB = 56
const ROW = THUMB + 10
const FOOT = 26
/** Ways on a sheet; the right class is added where it ranks below them. */
export const MOST_WAYS = 20
/** Supports of a way on a sheet. */
const MOST_SUPPORTS = 5

/** Sign and word of a mark: a cross where the choice was wrong; the right class has its tick already. */
const SIGNED: Readonly<Record<WayMark, (words: SheetWords, isRight: boolean) => string>> = {
  truth: ({ right }) => `✓ ${right}`,
  chosen: ({ chosen }, isRight) => (isRight ? chosen : `✗ ${chosen}`),
  tied: ({ tied }) => `= ${tied}`,
}

/** The nearest ways, and the right one wherever it is. */
export function waysOnSheet(ways: readonly TrialWay[]): readonly { readonly rank: number; readonly way: TrialWay }[] {
  const ranked = ways.map((way, index) => ({ rank: index + 1, way }))
  const nearest = ranked.slice(0, MOST_WAYS)
  const truth = ranked.find(({ way }) => way.truth)
  return !truth || truth.rank <= MOST_WAYS ? nearest : [...nearest, truth]
}

export function layoutSheet(trial: TrialDetail, words: SheetWords): Sheet {
  const texts: SheetText[] = []
  const pictures: SheetPicture[] = []
  const bars: SheetBar[] = []
  const write = (x: number, y: number, text: string, more: Partial<SheetText> = {}): void => {
    texts.push({ x, y, text, size: 13, bold: false, align: 'left', ink: 'text', maxWidth: WIDTH - MARGIN - x, ...more })
  }
  write(MARGIN, 34, words.title, { size: 17, bold: true })
  write(MARGIN, 56, words.verdict, { ink: 'muted' })

  pictures.push({ x: MARGIN, y: HEAD, size: QUERY, picture: trial.query })
  write(MARGIN, HEAD + QUERY + 20, words.query, { bold: true, maxWidth: QUERY })
  write(MARGIN, HEAD + QUERY + 38, trial.query.className, { maxWidth: QUERY })
  write(MARGIN, HEAD + QUERY + 55, trial.query.path, { size: 11, ink: 'muted', maxWidth: QUERY })
  write(MARGIN, HEAD + QUERY + 80, words.distance, { size: 11, ink: 'muted', maxWidth: QUERY })

  const shown = waysOnSheet(trial.ways)
  const shots = Math.min(MOST_SUPPORTS, Math.max(1, ...trial.ways.map(({ supports }) => supports.length)))
  const scale = distanceScale(trial.ways)
  const digits = distanceDigits(trial.ways)
  const after = LEFT + 34 + shots * (THUMB + 4) + 12
  const figureAt = WIDTH - MARGIN
  const longest = figureAt - after - 70
  for (const [row, { rank, way }] of shown.entries()) {
    const y = HEAD + row * ROW
    const ink = way.truth ? 'right' : marksOf(trial, rank - 1).length > 0 ? 'wrong' : 'bar'
    write(LEFT, y + THUMB / 2 + 5, `${rank}`, { ink: 'muted', maxWidth: 30 })
    for (const [index, picture] of way.supports.slice(0, shots).entries()) {
      pictures.push({ x: LEFT + 34 + index * (THUMB + 4), y, size: THUMB, picture })
    }
    const marks = marksOf(trial, rank - 1).map((mark) => SIGNED[mark](words, way.truth))
    const marked = marks.length > 0
    write(after, y + 20, [way.className, ...marks].join('   '), {
      bold: marked,
      ink: marked && ink !== 'bar' ? ink : 'text',
      maxWidth: figureAt - after,
    })
    bars.push({ x: after, y: y + 32, width: Math.round(longest * scale(way.distance)), height: 10, ink })
    const figure = way.distance === null ? '–' : way.distance.toFixed(digits)
    write(figureAt, y + 41, figure, { align: 'right', maxWidth: 66 })
  }
  const left = trial.ways.length - shown.length
  const rowsEnd = HEAD + shown.length * ROW
  if (left > 0) write(LEFT + 34, rowsEnd + 14, words.more(left), { ink: 'muted' })
  const height = Math.max(HEAD + QUERY + 90, rowsEnd + (left > 0 ? 20 : 0)) + FOOT
  return { width: WIDTH, height, texts, pictures, bars }
}
