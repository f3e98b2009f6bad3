/** What lies over the points: pictures, their words, the lasso, rings around what is looked at. */
import type { Colouring } from './colouring.ts'
import type { IsShown } from './find-points.ts'
import { COLOURS, SHAPES } from './marks.ts'
import { toScreen } from './map-view.ts'
import type { MapView, Size, Spot } from './map-view.ts'
import type { PointColours } from './points-layer.ts'
import { spread } from './spread.ts'
import type { Placed } from './spread.ts'
import type { ThumbStore } from './thumb-store.ts'

/** When pictures are shown; `near`: as soon as few enough points are in view. */
export const THUMBS = ['near', 'always', 'never'] as const
export type Thumbs = (typeof THUMBS)[number]

/** Points in view up to which they count as near. */
const NEAR = 400
const MOST_PICTURES = 400
/** Side of a picture that has words below it, at least. */
const LABELLED = 48

export interface OverlayScene {
  readonly points: Float32Array
  readonly order: Uint32Array
  readonly isShown: IsShown
  readonly colouring: Colouring
  readonly colours: PointColours & { readonly text: string; readonly accent: string }
  readonly thumbs: Thumbs
  readonly store: ThumbStore
  /** Words under a picture; null where none are wanted. */
  readonly labelOf: ((point: number) => string) | null
  /** Whether others were picked, and this one was not. */
  readonly isFaint: IsShown
  readonly font: string
  readonly current: number | null
  readonly hovered: number | null
  readonly related: readonly number[]
  readonly lasso: readonly Spot[]
}

export function drawOverlay(
  context: CanvasRenderingContext2D,
  scene: OverlayScene,
  view: MapView,
  size: Size,
  ratio: number,
): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, size.width, size.height)
  const shown = drawPictures(context, scene, view, size)
  const { colours, related, hovered, current } = scene
  const mark = (point: number, radius: number, colour: string, width: number) => {
    const picture = shown.get(point)
    const at = toScreen(view, size, { x: scene.points[2 * point]!, y: scene.points[2 * point + 1]! })
    if (picture === undefined) ring(context, at, radius, colour, width)
    else frame(context, at, picture / 2, colour, width)
  }
  for (const point of related) mark(point, 7, colours.accent, 1.5)
  if (hovered !== null) mark(hovered, 9, colours.ring, 1.5)
  if (current !== null) {
    mark(current, 12, colours.ground, 5)
    mark(current, 12, colours.ring, 2.5)
  }
  drawLasso(context, scene)
}

/** Around a picture, lest a ring hides it. */
function frame(context: CanvasRenderingContext2D, { x, y }: Spot, half: number, colour: string, width: number): void {
  context.strokeStyle = colour
  context.lineWidth = width
  context.strokeRect(x - half - 1, y - half - 1, 2 * half + 2, 2 * half + 2)
}

function ring(context: CanvasRenderingContext2D, { x, y }: Spot, radius: number, colour: string, width: number): void {
  context.strokeStyle = colour
  context.lineWidth = width
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.stroke()
}

function drawLasso(context: CanvasRenderingContext2D, { lasso, colours }: OverlayScene): void {
  if (lasso.length < 2) return
  context.beginPath()
  lasso.forEach(({ x, y }, i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)))
  context.closePath()
  context.globalAlpha = 0.12
  context.fillStyle = colours.accent
  context.fill()
  context.globalAlpha = 1
  context.strokeStyle = colours.accent
  context.lineWidth = 1.5
  context.setLineDash([5, 4])
  context.stroke()
  context.setLineDash([])
}

/** Side of each picture that is there, by its point. */
function drawPictures(
  context: CanvasRenderingContext2D,
  scene: OverlayScene,
  view: MapView,
  size: Size,
): ReadonlyMap<number, number> {
  const { points, order, isShown, store, thumbs } = scene
  const drawn = new Map<number, number>()
  const { placed, inView, side } =
    thumbs === 'never'
      ? { placed: [], inView: 0, side: 0 }
      : spread(points, order, view, size, {
          isShown,
          most: MOST_PICTURES,
          ...(scene.labelOf ? { least: LABELLED } : {}),
        })
  const isFar = thumbs === 'near' && inView > NEAR
  store.want(isFar ? [] : placed.map(({ point }) => point))
  if (isFar) return drawn
  context.imageSmoothingQuality = 'high'
  for (const each of placed) {
    const image = store.get(each.point)
    if (!image) continue
    context.globalAlpha = scene.isFaint(each.point) ? 0.35 : 1
    drawPicture(context, scene, image, each, side)
    drawn.set(each.point, side)
  }
  // Words lie over the pictures below them.
  for (const each of placed) {
    context.globalAlpha = scene.isFaint(each.point) ? 0.35 : 1
    if (scene.labelOf && drawn.has(each.point)) drawWords(context, scene, scene.labelOf(each.point), each, side)
  }
  context.globalAlpha = 1
  return drawn
}

function drawPicture(
  context: CanvasRenderingContext2D,
  { colouring, colours }: OverlayScene,
  image: HTMLImageElement,
  { point, x, y }: Placed,
  side: number,
): void {
  const { mark } = colouring.entries[colouring.entryOf[point]!]!
  const ink = colours.marks[mark.colour] ?? colours.ring
  const box = side - 4
  const [left, top] = [x - box / 2, y - box / 2]
  const longest = Math.max(image.naturalWidth, image.naturalHeight, 1)
  const [width, height] = [(image.naturalWidth / longest) * box, (image.naturalHeight / longest) * box]
  context.fillStyle = '#ffffff'
  context.fillRect(left, top, box, box)
  context.drawImage(image, x - width / 2, y - height / 2, width, height)
  context.strokeStyle = ink
  context.lineWidth = 2
  context.strokeRect(left, top, box, box)
  context.save()
  context.translate(left - 3, top - 3)
  context.scale(0.7, 0.7)
  const shape = new Path2D(SHAPES[mark.shape])
  context.strokeStyle = colours.ground
  context.lineWidth = 3
  context.stroke(shape)
  context.fillStyle = ink
  context.fill(shape)
  context.restore()
}

function drawWords(
  context: CanvasRenderingContext2D,
  { colours, font }: OverlayScene,
  words: string,
  { x, y }: Placed,
  side: number,
): void {
  context.font = `10px ${font}`
  context.textAlign = 'center'
  context.textBaseline = 'bottom'
  context.lineWidth = 3
  context.strokeStyle = colours.ground
  context.strokeText(words, x, y + side / 2, side)
  context.fillStyle = colours.text
  context.fillText(words, x, y + side / 2, side)
}

/** Variables of the theme that a map is drawn with. */
export function themeColours(colourOf: (name: string) => string): OverlayScene['colours'] {
  return {
    marks: COLOURS.map(colourOf),
    ring: colourOf('--ui-text-highlighted'),
    ground: colourOf('--ui-bg'),
    text: colourOf('--ui-text'),
    accent: colourOf('--ui-primary'),
  }
}
