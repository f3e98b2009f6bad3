/** A square table of counts as a file. */
import { csvCell } from '../../../shared/csv.ts'
import { isInView, MOST_NAMES, placeOf, strength } from './heat-map.ts'
import type { HeatCell, HeatView } from './heat-map.ts'
import type { Range } from './line-config.ts'
import { xmlText } from './xml-text.ts'

/** Every filled cell as a row of CSV: names of row and column, then its numbers. */
export function heatCsv(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return `${[head, ...rows].map((row) => row.map((cell) => csvCell(String(cell))).join(',')).join('\n')}\n`
}

export interface HeatSvg {
  readonly title: string
  readonly names: readonly string[]
  readonly cells: readonly HeatCell[]
  readonly view: HeatView
  readonly xLabel: string
  readonly yLabel: string
  /** `#rrggbb` */
  readonly colour: string
}

/** The part in view as an SVG file. */
export function heatSvg({ title, names, cells, view, xLabel, yLabel, colour }: HeatSvg): string {
  const box = { left: 170, top: 40, width: 560, height: 560 }
  const most = cells.reduce((high, { value }) => Math.max(high, value), 0)
  const short = (value: number) => Number(value.toFixed(2))
  const squares = cells
    .filter((cell) => isInView(cell, view))
    .map((cell) => {
      const { left, top, width, height } = placeOf(cell, view, box)
      const words = `${xmlText(names[cell.row] ?? '')} → ${xmlText(names[cell.column] ?? '')}: ${cell.value}`
      return `<rect x="${short(left)}" y="${short(top)}" width="${short(width)}" height="${short(height)}" fill="${colour}" opacity="${short(strength(cell.value, most))}"><title>${words}</title></rect>`
    })
  const { rows, columns } = view
  const labels = (range: Range, draw: (name: string, share: number) => string) =>
    range[1] - range[0] > MOST_NAMES
      ? []
      : Array.from({ length: range[1] - range[0] }, (_, i) =>
          draw(xmlText(names[range[0] + i] ?? ''), (i + 0.5) / (range[1] - range[0])),
        )
  const bottom = box.top + box.height
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 740 780" font-family="sans-serif" font-size="10">`,
    `<title>${xmlText(title)}</title><rect width="740" height="780" fill="#fff"/>`,
    `<text x="10" y="20" font-size="14">${xmlText(title)}</text>`,
    ...squares,
    `<rect x="${box.left}" y="${box.top}" width="${box.width}" height="${box.height}" fill="none" stroke="#999"/>`,
    ...labels(
      rows,
      (name, share) =>
        `<text x="${box.left - 5}" y="${short(box.top + share * box.height + 3)}" text-anchor="end">${name}</text>`,
    ),
    ...labels(columns, (name, share) => {
      const x = short(box.left + share * box.width + 3)
      return `<text transform="translate(${x} ${bottom + 6}) rotate(-90)" text-anchor="end">${name}</text>`
    }),
    `<text x="${box.left + box.width / 2}" y="772" text-anchor="middle" font-size="12">${xmlText(xLabel)}</text>`,
    `<text transform="translate(14 ${box.top + box.height / 2}) rotate(-90)" text-anchor="middle" font-size="12">${xmlText(yLabel)}</text>`,
    '</svg>',
    '',
  ].join('\n')
}
