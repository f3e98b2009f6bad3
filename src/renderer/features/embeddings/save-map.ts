/** A map taken away: as a picture for a paper, as a table. */
import { mapCsv } from '../../../shared/code-map.ts'
import type { EmbeddingMap } from '../../../shared/contract/embeddings.ts'
import { colourOf } from '../../components/charts/paint.ts'
import type { Colouring } from './colouring.ts'
import { COLOURS, SHAPES } from './marks.ts'

/** The table of all points. */
export function csvOf({ paths, classes, classOf, points }: EmbeddingMap): string {
  return mapCsv(
    paths.map((path, i) => ({ path, class: classes[classOf[i]!]!, x: points[2 * i]!, y: points[2 * i + 1]! })),
  )
}

const LINE = 18
const MARGIN = 12
/** Entries of the legend in a picture; what there are more of is said in words. */
const MOST = 30

/**
 * The map with its title above and its legend below.
 * @param lines what must be known to read it, below the title @param more words for what the legend leaves out
 */
export function mapPng(
  drawn: HTMLCanvasElement,
  cssWidth: number,
  {
    title,
    lines,
    colouring,
    more,
  }: { title: string; lines: readonly string[]; colouring: Colouring; more: (count: number) => string },
): string {
  const ratio = drawn.width / Math.max(1, cssWidth)
  const font = getComputedStyle(document.body).fontFamily
  const entries = colouring.entries.slice(0, MOST)
  const columns = Math.max(1, Math.floor(cssWidth / 190))
  const left = colouring.entries.length - entries.length
  const rows = Math.ceil((entries.length + (left > 0 ? 1 : 0)) / columns)
  const head = MARGIN + 22 + lines.length * LINE + 4
  const height = drawn.height / ratio
  const canvas = document.createElement('canvas')
  canvas.width = drawn.width + 2 * MARGIN * ratio
  canvas.height = drawn.height + (head + rows * LINE + 2 * MARGIN) * ratio
  const context = canvas.getContext('2d')!
  context.scale(ratio, ratio)
  context.fillStyle = colourOf('--ui-bg')
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = colourOf('--ui-text-highlighted')
  context.font = `600 14px ${font}`
  context.fillText(title, MARGIN, MARGIN + 12, cssWidth)
  context.font = `12px ${font}`
  context.fillStyle = colourOf('--ui-text-muted')
  lines.forEach((line, i) => context.fillText(line, MARGIN, MARGIN + 30 + i * LINE, cssWidth))
  context.drawImage(drawn, MARGIN, head, cssWidth, height)
  const width = cssWidth / columns
  const place = (i: number) =>
    [MARGIN + (i % columns) * width, head + height + MARGIN + Math.floor(i / columns) * LINE] as const
  entries.forEach(({ label, mark }, i) => {
    const [x, y] = place(i)
    context.save()
    context.translate(x, y)
    context.scale(0.8, 0.8)
    context.fillStyle = colourOf(COLOURS[mark.colour]!)
    context.fill(new Path2D(SHAPES[mark.shape]))
    context.restore()
    context.fillStyle = colourOf('--ui-text')
    context.fillText(label, x + 18, y + 10, width - 26)
  })
  if (left > 0) {
    const [x, y] = place(entries.length)
    context.fillStyle = colourOf('--ui-text-muted')
    context.fillText(more(left), x, y + 10, width - 8)
  }
  return canvas.toDataURL('image/png')
}
