/** The occlusion maps of a trial as one picture for a paper: in a row, with what they are beneath. */

/** One map as it stands on the page. */
export interface DrawnMap {
  readonly canvas: HTMLCanvasElement
  readonly caption: string
  readonly range: string
}

export interface MapSheet {
  readonly title: string
  readonly verdict: string
  /** The two classes, with a map of the query and one of the support each. */
  readonly groups: readonly { readonly heading: string; readonly maps: readonly DrawnMap[] }[]
  /** What the colours and frames say, a line each. */
  readonly legend: readonly string[]
}

const SCALE = 2
const MARGIN = 28
const MAP = 260
const GAP = 12
const HEAD = 76
const LINE = 20

/** Draws it on white, whatever the theme. @throws Error where the browser gives no canvas */
export function drawMaps({ title, verdict, groups, legend }: MapSheet): Promise<Blob> {
  const count = groups.reduce((sum, { maps }) => sum + maps.length, 0)
  const tall = Math.max(...groups.flatMap(({ maps }) => maps.map(({ canvas }) => (MAP * canvas.height) / canvas.width)))
  const width = 2 * MARGIN + count * MAP + (count - 1) * GAP
  const below = HEAD + 28 + tall
  const height = below + 64 + legend.length * LINE + MARGIN
  const canvas = document.createElement('canvas')
  canvas.width = width * SCALE
  canvas.height = height * SCALE
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser gives no canvas to draw on.')
  context.scale(SCALE, SCALE)
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  const write = (text: string, x: number, y: number, size: number, bold: boolean, maxWidth: number): void => {
    context.font = `${bold ? '600 ' : ''}${size}px system-ui, sans-serif`
    context.fillStyle = bold ? '#111827' : '#4b5563'
    context.fillText(text, x, y, maxWidth)
  }
  write(title, MARGIN, 34, 17, true, width - 2 * MARGIN)
  write(verdict, MARGIN, 56, 13, false, width - 2 * MARGIN)
  let x = MARGIN
  for (const { heading, maps } of groups) {
    write(heading, x, HEAD + 16, 14, true, maps.length * (MAP + GAP) - GAP)
    for (const map of maps) {
      context.drawImage(map.canvas, x, HEAD + 28, MAP, (MAP * map.canvas.height) / map.canvas.width)
      context.strokeStyle = '#d1d5db'
      context.strokeRect(x + 0.5, HEAD + 28.5, MAP - 1, tall - 1)
      write(map.caption, x, below + 18, 13, true, MAP)
      write(map.range, x, below + 36, 12, false, MAP)
      x += MAP + GAP
    }
  }
  legend.forEach((text, line) => write(text, MARGIN, below + 64 + line * LINE, 12, false, width - 2 * MARGIN))
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The maps could not be drawn.'))), 'image/png'),
  )
}
