/** Moves points until close ones of the graph are close on the map (McInnes, Healy and Melville 2018, algorithm 5). */
import { Rng } from '../../../shared/random.ts'
import { breathing } from '../breath.ts'
import type { Watched } from '../breath.ts'
import type { Curve } from './curve.ts'
import type { Graph } from './fuzzy.ts'

/** Strangers a point is pushed away from each time it is pulled. */
const NEGATIVES = 5
/** The furthest a coordinate moves at a time, in multiples of the rate. */
const CLIP = 4

export interface LayoutOptions extends Watched {
  readonly curve: Curve
  readonly epochs: number
  readonly seed: number
}

interface Schedule {
  /** Epochs between two uses of an edge: the strongest is used in each. */
  readonly every: Float64Array
  readonly next: Float64Array
  /** Strangers that are due. */
  readonly nextNegative: Float64Array
}

/** Edges that would not be used once are left out. */
function strongEdges({ from, to, weight }: Graph, epochs: number): Graph {
  let strongest = 0
  for (const each of weight) strongest = Math.max(strongest, each)
  const kept = [...weight.keys()].filter((edge) => weight[edge]! >= strongest / epochs)
  return {
    from: Int32Array.from(kept, (edge) => from[edge]!),
    to: Int32Array.from(kept, (edge) => to[edge]!),
    weight: Float64Array.from(kept, (edge) => strongest / weight[edge]!),
  }
}

const clipped = (value: number) => (value > CLIP ? CLIP : value < -CLIP ? -CLIP : value)

/**
 * Moves the points, epoch by epoch, towards what they hold and away from others.
 * @param points [count, 2], changed in place @returns them
 */
export async function layOut(points: Float64Array, graph: Graph, options: LayoutOptions): Promise<Float64Array> {
  const { epochs, seed } = options
  const edges = strongEdges(graph, epochs)
  const every = edges.weight
  const schedule = { every, next: every.slice(), nextNegative: every.map((each) => each / NEGATIVES) }
  const rng = new Rng(seed, 'umap')
  const breathe = breathing(options, epochs)
  for (let epoch = 0; epoch < epochs; epoch++) {
    oneEpoch(points, edges, schedule, options.curve, { epoch, rate: 1 - epoch / epochs, rng })
    await breathe(epoch + 1)
  }
  return points
}

function oneEpoch(
  points: Float64Array,
  { from, to }: Graph,
  { every, next, nextNegative }: Schedule,
  { a, b }: Curve,
  { epoch, rate, rng }: { epoch: number; rate: number; rng: Rng },
): void {
  const count = points.length / 2
  for (let edge = 0; edge < from.length; edge++) {
    if (next[edge]! > epoch) continue
    const i = 2 * from[edge]!
    const j = 2 * to[edge]!
    let dx = points[i]! - points[j]!
    let dy = points[i + 1]! - points[j + 1]!
    let square = dx * dx + dy * dy
    if (square > 0) {
      const power = square ** b
      const pull = (-2 * a * b * power) / (square * (a * power + 1))
      const x = rate * clipped(pull * dx)
      const y = rate * clipped(pull * dy)
      points[i]! += x
      points[i + 1]! += y
      points[j]! -= x
      points[j + 1]! -= y
    }
    next[edge]! += every[edge]!
    const step = every[edge]! / NEGATIVES
    const strangers = Math.floor((epoch - nextNegative[edge]!) / step)
    for (let n = 0; n < strangers; n++) {
      const k = 2 * (rng.bits() % count)
      if (k === i) continue
      dx = points[i]! - points[k]!
      dy = points[i + 1]! - points[k + 1]!
      square = dx * dx + dy * dy
      if (square === 0) continue
      const push = (2 * b) / ((0.001 + square) * (a * square ** b + 1))
      points[i]! += rate * clipped(push * dx)
      points[i + 1]! += rate * clipped(push * dy)
    }
    if (strangers > 0) nextNegative[edge]! += strangers * step
  }
}
