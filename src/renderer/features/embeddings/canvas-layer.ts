/** Points on a plain canvas, where no graphics card offers WebGL: the same to look at. */
import { SHAPES } from './marks.ts'
import type { MapView, Size } from './map-view.ts'
import { drawingOrder, STATES } from './points-layer.ts'
import type { PointColours, PointsLayer, PointStyles } from './points-layer.ts'

const BOX = 16
const SIZES = { 0: 0, 1: 0.75, 2: 1, 3: 1.35 } as const
const ALPHAS = { 0: 0, 1: 0.22, 2: 0.85, 3: 1 } as const

/** Null where there is no canvas at all. */
export function openCanvasLayer(canvas: HTMLCanvasElement): PointsLayer | null {
  const context = canvas.getContext('2d')
  if (!context) return null
  let points = new Float32Array(0)
  let styles: PointStyles | undefined
  let order = new Uint32Array(0)
  let colours: PointColours = { marks: [], ring: '#000000', ground: '#ffffff' }
  const sprites = new Map<string, HTMLCanvasElement>()

  /** A sign drawn once, to be copied. */
  function sprite(colour: number, shape: number, state: 1 | 2 | 3, side: number): HTMLCanvasElement {
    const key = `${colour} ${shape} ${state} ${side}`
    const known = sprites.get(key)
    if (known) return known
    const made = document.createElement('canvas')
    made.width = made.height = side
    const pen = made.getContext('2d')!
    pen.scale(side / BOX, side / BOX)
    pen.fillStyle = colours.marks[colour] ?? '#808080'
    pen.fill(new Path2D(SHAPES[shape]))
    if (state === STATES.picked) {
      pen.strokeStyle = colours.ring
      pen.lineWidth = 1.6
      pen.stroke(new Path2D(SHAPES[shape]))
    }
    sprites.set(key, made)
    return made
  }

  return {
    kind: 'canvas',
    setPoints: (own) => void (points = new Float32Array(own)),
    setStyles(own) {
      styles = own
      order = new Uint32Array(drawingOrder(own))
    },
    setColours(own) {
      colours = own
      sprites.clear()
    },
    draw({ x, y, scale }: MapView, { width, height }: Size, own: number, ratio: number) {
      context.clearRect(0, 0, canvas.width, canvas.height)
      if (!styles) return
      if (sprites.size > 2000) sprites.clear()
      for (const point of order) {
        const left = (width / 2 + (points[2 * point]! - x) * scale) * ratio
        const top = (height / 2 - (points[2 * point + 1]! - y) * scale) * ratio
        const state = styles.state[point] as 1 | 2 | 3
        const side = Math.round(own * ratio * SIZES[state])
        if (left < -side || top < -side || left > canvas.width + side || top > canvas.height + side) continue
        context.globalAlpha = ALPHAS[state]
        context.drawImage(
          sprite(styles.colour[point]!, styles.shape[point]!, state, side),
          left - side / 2,
          top - side / 2,
        )
      }
      context.globalAlpha = 1
    },
    dispose: () => sprites.clear(),
  }
}
