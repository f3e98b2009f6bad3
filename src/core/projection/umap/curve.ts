/** Parameters of 1 / (1 + a x^(2b)), the closeness of two points of a map at distance x. */
export interface Curve {
  readonly a: number
  readonly b: number
}

const SAMPLES = 300
const STEPS = 100

/**
 * Fits the curve to 1 up to `minDistance` and exponential decay beyond (McInnes, Healy and Melville 2018, UMAP, section 3.2),
 * by least squares with Levenberg and Marquardt's damping.
 * @param minDistance how close points may come on the map, 0..spread @param spread length of the decay
 */
export function fitCurve(minDistance: number, spread = 1): Curve {
  const xs = Array.from({ length: SAMPLES }, (_, i) => (3 * spread * i) / (SAMPLES - 1))
  const ys = xs.map((x) => (x < minDistance ? 1 : Math.exp(-(x - minDistance) / spread)))
  let curve: Curve = { a: 1, b: 1 }
  let error = errorOf(curve, xs, ys)
  let damping = 1e-3
  for (let step = 0; step < STEPS && damping < 1e12; step++) {
    const next = improved(curve, xs, ys, damping)
    const nextError = errorOf(next, xs, ys)
    if (next.a > 0 && next.b > 0 && nextError < error) {
      curve = next
      error = nextError
      damping /= 4
    } else {
      damping *= 8
    }
  }
  return curve
}

const valueAt = ({ a, b }: Curve, x: number) => 1 / (1 + a * x ** (2 * b))

function errorOf(curve: Curve, xs: readonly number[], ys: readonly number[]): number {
  return xs.reduce((sum, x, i) => sum + (ys[i]! - valueAt(curve, x)) ** 2, 0)
}

/** One damped step of Gauss and Newton. */
function improved(curve: Curve, xs: readonly number[], ys: readonly number[], damping: number): Curve {
  let [aa, ab, bb, ga, gb] = [0, 0, 0, 0, 0]
  xs.forEach((x, i) => {
    if (x === 0) return
    const value = valueAt(curve, x)
    const power = x ** (2 * curve.b)
    const da = -power * value * value
    const db = -2 * curve.a * power * Math.log(x) * value * value
    const rest = ys[i]! - value
    aa += da * da
    ab += da * db
    bb += db * db
    ga += da * rest
    gb += db * rest
  })
  aa *= 1 + damping
  bb *= 1 + damping
  const determinant = aa * bb - ab * ab
  return { a: curve.a + (ga * bb - gb * ab) / determinant, b: curve.b + (gb * aa - ga * ab) / determinant }
}
