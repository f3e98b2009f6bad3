import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockSize } from '../onnx/session.ts'
import type { GraphNode } from '../onnx/graph.ts'
import { tf, type Scalar, type Tensor, type Tensor4D } from '../tf.ts'
import type { Program, TensorMap } from '../program.ts'
import { trace } from '../trace/backend.ts'
import { compareWithReference, mustAgree } from '../trace/compare.ts'
import { NCHWC } from '../trace/layout.ts'
import { optimise, PASS_NAMES } from './index.ts'

interface Shape {
  readonly n: number
  readonly h: number
  readonly w: number
  readonly c: number
}

const float32 = (...shape: number[]) => ({ shape, dtype: 'float32' as const })
const shapes = fc.record({
  n: fc.integer({ min: 1, max: 4 }),
  h: fc.integer({ min: 1, max: 9 }),
  w: fc.integer({ min: 1, max: 9 }),
  c: fc.constantFrom(16, 32, 48),
})

/** A convolution, so that the picture is blocked, and then what is given; gradients of everything included. */
function programOf({ n, h, w, c }: Shape, then: (map: Tensor4D, values: TensorMap) => Tensor): Program {
  return {
    name: 'passes',
    inputs: { x: float32(n, h, w, 3), kernel: float32(3, 3, 3, c), scale: float32(c), shift: float32(c) },
    state: {},
    run: (values) => {
      const names = Object.keys(values)
      const loss = (...given: Tensor[]): Scalar => {
        const of = Object.fromEntries(names.map((name, i) => [name, given[i] as Tensor]))
        const map = tf.conv2d(of.x as Tensor4D, of.kernel as Tensor4D, 1, 'same')
        // A little of everything, so that each has a gradient.
        return tf.addN([tf.mean(tf.square(then(map, of))), ...given.map((one) => tf.mean(one))]) as Scalar
      }
      const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => values[name] as Tensor))
      return { outputs: { value, ...Object.fromEntries(names.map((name, i) => [name, grads[i] as Tensor])) } }
    },
  }
}

const cases: Record<string, (map: Tensor4D, values: TensorMap) => Tensor> = {
  'scale alone': (map, { scale }) => tf.mul(map, scale!),
  'shift alone': (map, { shift }) => tf.add(shift!, map),
  'scale, shift and ReLU': (map, { scale, shift }) => tf.relu(tf.add(tf.mul(map, scale!), shift!)),
  'another picture added': (map, { scale, shift }) => tf.relu(tf.add(tf.sin(map), tf.add(tf.mul(scale!, map), shift!))),
  'a picture added to itself': (map, { scale }) => tf.add(map, tf.mul(map, scale!)),
  'two scaled pictures': (map, { scale, shift }) => tf.add(tf.mul(map, scale!), tf.mul(tf.sin(map), shift!)),
  'a scaled picture taken twice': (map, { scale, shift }) => {
    const scaled = tf.mul(map, scale!)
    return tf.mul(tf.add(scaled, shift!), tf.relu(scaled))
  },
  'mean of each channel': (map) => tf.mean(map, [0, 1, 2]),
  'sums of squares': (map) => tf.sum(tf.square(map), [0, 1, 2]),
  'mean of a product': (map) => tf.mean(tf.mul(map, tf.sin(map)), [0, 1, 2]),
  'mean of a product that is used': (map) => {
    const product = tf.mul(map, tf.sin(map))
    return tf.mul(product, tf.mean(product, [0, 1, 2]))
  },
  'sums over other axes': (map) => tf.add(tf.sum(map, [1, 2], true), tf.mean(map, [0, 3], true)),
}

describe('a graph after the passes', () => {
  it.each(Object.entries(cases))('computes what the reference does: %s', async (_, then) => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        mustAgree(await compareWithReference(programOf(shape, then)), 1e-5)
      }),
      { seed: 20261124, numRuns: 8 },
    )
  })
})

describe('the passes', () => {
  const shape = { n: 2, h: 5, w: 6, c: 32 }
  async function nodesOf(then: (map: Tensor4D, values: TensorMap) => Tensor, without: readonly string[] = []) {
    const program: Program = {
      ...programOf(shape, then),
      run: ({ x, kernel, ...rest }) => {
        const map = tf.conv2d(x as Tensor4D, kernel as Tensor4D, 1, 'same')
        return { outputs: { y: tf.sum(then(map, rest), [-1]) } }
      },
    }
    const block = (await blockSize()) || 8
    return optimise(await trace(program, { block }), block, without).nodes
  }
  const ops = (nodes: readonly GraphNode[]) => nodes.map(({ op }) => op)
  const grouped = (nodes: readonly GraphNode[]) =>
    nodes.filter(({ op, domain, attributes }) => op === 'Conv' && domain === NCHWC && attributes.group !== 1)

  it('make one op of scale, shift, sum and ReLU', async () => {
    const then = cases['another picture added']!
    const nodes = await nodesOf(then)
    expect(grouped(nodes)).toMatchObject([{ attributes: { activation: 'Relu' } }])
    expect(grouped(nodes)[0]!.inputs).toHaveLength(4)
    expect(ops(nodes)).not.toContain('Mul')
    expect(ops(nodes)).not.toContain('Relu')
    expect(grouped(await nodesOf(then, ['channel-affine']))).toEqual([])
  })

  it('never write the product whose sums are wanted', async () => {
    const nodes = await nodesOf(cases['mean of a product']!)
    expect(grouped(nodes)).toMatchObject([{ attributes: { kernel_shape: [5, 6] } }])
    expect(nodes.filter(({ op, outputs }) => op === 'Mul' && outputs[0]!.shape.length > 3)).toEqual([])
    expect(ops(await nodesOf(cases['mean of each channel']!))).toContain('GlobalAveragePool')
    expect(ops(await nodesOf(cases['mean of a product that is used']!))).toContain('Mul')
  })

  it('leave a graph without blocks as it is', async () => {
    const graph = await trace(programOf(shape, cases['scale alone']!), { block: 0 })
    expect(optimise(graph, 0)).toBe(graph)
    expect(PASS_NAMES.length).toBeGreaterThan(0)
  })
})
