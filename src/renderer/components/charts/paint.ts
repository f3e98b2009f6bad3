/** Colours of the theme, and the picture of a chart. */

/** The value of a CSS variable as `#rrggbb`, whatever way it is written there. */
export function colourOf(name: string): string {
  const written = getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  const context = (colours ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true }))
  if (!written || !context) return '#808080'
  const known = seen.get(written)
  if (known) return known
  context.fillStyle = written
  context.fillRect(0, 0, 1, 1)
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data
  const hex = `#${[red, green, blue].map((part) => (part ?? 0).toString(16).padStart(2, '0')).join('')}`
  seen.set(written, hex)
  return hex
}
let colours: CanvasRenderingContext2D | null | undefined
const seen = new Map<string, string>()

/** The chart with its title on the page's background, as a URL of a PNG. */
export function toPng(chart: HTMLCanvasElement, title: string): string {
  const scale = chart.width / Math.max(1, chart.clientWidth)
  const head = Math.round(28 * scale)
  const margin = Math.round(10 * scale)
  const canvas = document.createElement('canvas')
  canvas.width = chart.width + 2 * margin
  canvas.height = chart.height + head + margin
  const context = canvas.getContext('2d')
  if (!context) return chart.toDataURL()
  context.fillStyle = colourOf('--ui-bg')
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = colourOf('--ui-text-highlighted')
  context.font = `600 ${Math.round(14 * scale)}px ${getComputedStyle(chart).fontFamily}`
  context.fillText(title, margin, Math.round(20 * scale))
  context.drawImage(chart, margin, head)
  return canvas.toDataURL('image/png')
}
