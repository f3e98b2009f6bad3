/**
 * Points in one draw call of WebGL 2. Our own: the library nearest to hand, regl, builds its drawing functions from text,
 * which the page's policy forbids.
 */
import { COLOURS } from './marks.ts'
import type { MapView, Size } from './map-view.ts'
import { drawingOrder, shares } from './points-layer.ts'
import type { PointColours, PointsLayer, PointStyles } from './points-layer.ts'

const VERTEX = `#version 300 es
in vec2 place;
in vec3 style;
uniform vec2 centre;
uniform vec2 stretch;
uniform float side;
uniform vec3 colours[${COLOURS.length}];
flat out vec3 ink;
flat out int shape;
flat out int state;
flat out float pixel;
void main() {
  gl_Position = vec4((place - centre) * stretch, 0.0, 1.0);
  ink = colours[int(style.x)];
  shape = int(style.y);
  state = int(style.z);
  float own = state == 3 ? side * 1.35 : state == 1 ? side * 0.75 : side;
  gl_PointSize = own;
  pixel = 2.0 / own;
}`

// Distances from the outlines of marks.ts, in a box from -1 to 1 with y down.
const FRAGMENT = `#version 300 es
precision mediump float;
flat in vec3 ink;
flat in int shape;
flat in int state;
flat in float pixel;
uniform vec3 ring;
out vec4 colour;
float outline(vec2 p) {
  vec2 a = abs(p);
  if (shape == 1) return max(0.879 * a.x + 0.476 * p.y * -1.0 - 0.386, p.y - 0.69);
  if (shape == 2) return max(a.x, a.y) - 0.65;
  if (shape == 3) return (a.x + a.y - 0.9) * 0.707;
  if (shape == 4) return min(max(a.x - 0.3, a.y - 0.82), max(a.y - 0.3, a.x - 0.82));
  return length(p) - 0.75;
}
void main() {
  float far = outline(gl_PointCoord * 2.0 - 1.0);
  float cover = clamp(0.5 - far / pixel, 0.0, 1.0);
  if (cover <= 0.0) discard;
  vec3 shown = state == 3 ? mix(ink, ring, clamp(0.5 + (far + 0.2) / pixel, 0.0, 1.0)) : ink;
  float alpha = cover * (state == 1 ? 0.22 : state == 2 ? 0.85 : 1.0);
  colour = vec4(shown * alpha, alpha);
}`

function compile(gl: WebGL2RenderingContext): WebGLProgram | null {
  const program = gl.createProgram()
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind)
    if (!shader) return null
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.bindAttribLocation(program, 0, 'place')
  gl.bindAttribLocation(program, 1, 'style')
  gl.linkProgram(program)
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : null
}

/** Browsers that draw in software do not all say so when they are asked for a context. */
function isSoftware(gl: WebGL2RenderingContext): boolean {
  const info = gl.getExtension('WEBGL_debug_renderer_info')
  const name: unknown = gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER)
  return /swiftshader|llvmpipe|softpipe|basic render|software/i.test(String(name))
}

function contextOf(canvas: HTMLCanvasElement): WebGL2RenderingContext | null {
  return canvas.getContext('webgl2', { antialias: false, failIfMajorPerformanceCaveat: true })
}

let hasCard: boolean | undefined

/** Asked of a canvas of its own: one that was ever asked for WebGL gives no plain context any more. */
function hasGraphicsCard(): boolean {
  if (hasCard !== undefined) return hasCard
  const gl = contextOf(document.createElement('canvas'))
  hasCard = gl !== null && !isSoftware(gl)
  gl?.getExtension('WEBGL_lose_context')?.loseContext()
  return hasCard
}

/** Null where there is no WebGL 2, none that works, or one in software only: a plain canvas is quicker then. */
export function openGlLayer(canvas: HTMLCanvasElement): PointsLayer | null {
  const gl = hasGraphicsCard() ? contextOf(canvas) : null
  if (!gl) return null
  const program = compile(gl)
  if (!program) return null
  const uniform = (name: string) => gl.getUniformLocation(program, name)
  const [centre, stretch, side, colours, ring] = ['centre', 'stretch', 'side', 'colours', 'ring'].map(uniform)
  const [places, styles, order] = [gl.createBuffer(), gl.createBuffer(), gl.createBuffer()]
  let count = 0
  gl.useProgram(program)
  gl.enable(gl.BLEND)
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
  gl.enableVertexAttribArray(0)
  gl.enableVertexAttribArray(1)

  return {
    kind: 'webgl',
    setPoints(points) {
      gl.bindBuffer(gl.ARRAY_BUFFER, places)
      gl.bufferData(gl.ARRAY_BUFFER, points, gl.STATIC_DRAW)
      gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0)
    },
    setStyles(own: PointStyles) {
      const { colour, shape, state } = own
      const packed = new Uint8Array(colour.length * 4)
      for (let i = 0; i < colour.length; i++) packed.set([colour[i]!, shape[i]!, state[i]!], i * 4)
      gl.bindBuffer(gl.ARRAY_BUFFER, styles)
      gl.bufferData(gl.ARRAY_BUFFER, packed, gl.DYNAMIC_DRAW)
      gl.vertexAttribPointer(1, 3, gl.UNSIGNED_BYTE, false, 4, 0)
      const drawn = drawingOrder(own)
      count = drawn.length
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, order)
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, drawn, gl.DYNAMIC_DRAW)
    },
    setColours(own: PointColours) {
      gl.uniform3fv(colours!, own.marks.flatMap(shares))
      gl.uniform3fv(ring!, shares(own.ring))
    },
    draw(view: MapView, { width, height }: Size, own: number, ratio: number) {
      gl.viewport(0, 0, canvas.width, canvas.height)
      gl.clearColor(0, 0, 0, 0)
      gl.clear(gl.COLOR_BUFFER_BIT)
      gl.uniform2f(centre!, view.x, view.y)
      gl.uniform2f(stretch!, (2 * view.scale) / width, (2 * view.scale) / height)
      gl.uniform1f(side!, own * ratio)
      if (count > 0) gl.drawElements(gl.POINTS, count, gl.UNSIGNED_INT, 0)
    },
    dispose: () => gl.getExtension('WEBGL_lose_context')?.loseContext(),
  }
}
