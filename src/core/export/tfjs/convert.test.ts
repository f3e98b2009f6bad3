import { describe, expect, it } from 'vitest'
import { floats, ints, oneOpModel, type OneOp } from '../testing/one-op.ts'
import { apart, random, runAs } from '../testing/run-model.ts'
import { toGraphModel } from './convert.ts'

const picture = [4, 9, 7]
const kernel = (...shape: number[]) => random(shape, 2)
const bias = random([6], 3)

const OPS: Record<string, OneOp> = {
  'a convolution': { op: 'Conv', shape: picture, operands: [kernel(6, 4, 3, 3), bias] },
  'one padded evenly': {
    op: 'Conv',
    shape: picture,
    operands: [kernel(6, 4, 3, 3)],
    attributes: { pads: [1, 1, 1, 1] },
  },
  'one with strides, padded at the end': {
    op: 'Conv',
    shape: [4, 8, 8],
    operands: [kernel(6, 4, 3, 3), bias],
    attributes: { pads: [0, 0, 1, 1], strides: [2, 2] },
  },
  'one with strides, padded at the start': {
    op: 'Conv',
    shape: [4, 8, 8],
    operands: [kernel(6, 4, 3, 3)],
    attributes: { pads: [1, 1, 0, 0], strides: [2, 2] },
  },
  'one with dilations': {
    op: 'Conv',
    shape: picture,
    operands: [kernel(6, 4, 3, 3)],
    attributes: { dilations: [2, 2], pads: [2, 2, 2, 2] },
  },
  'one with auto_pad': {
    op: 'Conv',
    shape: picture,
    operands: [kernel(6, 4, 3, 2)],
    attributes: { auto_pad: 'SAME_UPPER', strides: [2, 2] },
  },
  'one in groups': { op: 'Conv', shape: picture, operands: [kernel(6, 2, 3, 3), bias], attributes: { group: 2 } },
  'one channel by channel': {
    op: 'Conv',
    shape: picture,
    operands: [kernel(8, 1, 3, 3)],
    attributes: { group: 4, pads: [1, 1, 1, 1] },
  },
  'the largest of windows': { op: 'MaxPool', shape: picture, attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
  'the largest of padded windows': {
    op: 'MaxPool',
    shape: [4, 8, 8],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  'the mean of windows': {
    op: 'AveragePool',
    shape: picture,
    attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
  },
  'the mean of windows with their padding': {
    op: 'AveragePool',
    shape: picture,
    attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1 },
  },
  'the mean of everything': { op: 'GlobalAveragePool', shape: picture },
  'batch norm': {
    op: 'BatchNormalization',
    shape: picture,
    operands: [random([4], 4), random([4], 5), random([4], 6), floats([4], [1, 2, 0.5, 3])],
  },
  'the mean over rows and columns, old way': {
    op: 'ReduceMean',
    shape: picture,
    attributes: { axes: [2, 3], keepdims: 0 },
    opset: 17,
  },
  'a sum over the last axis': { op: 'ReduceSum', shape: [6], operands: [ints(-1)], attributes: { keepdims: 0 } },
  'a scale of each channel': { op: 'Mul', shape: picture, operands: [random([4, 1, 1], 7)] },
  'a square': { op: 'Mul', shape: picture, operands: ['x'] },
  'a constant minus rows': { op: 'Sub', shape: [6], operands: [random([6], 8)] },
  clip: { op: 'Clip', shape: picture, operands: [floats([], [-0.5]), floats([], [0.5])] },
  'clip to 6': { op: 'Clip', shape: picture, operands: [floats([], [0]), floats([], [6])] },
  'clip from below': { op: 'Clip', shape: picture, operands: [floats([], [0.1])] },
  'leaky relu': { op: 'LeakyRelu', shape: picture, attributes: { alpha: { float: 0.2 } } },
  'hard sigmoid': { op: 'HardSigmoid', shape: [6] },
  'hard swish': { op: 'HardSwish', shape: [6] },
  sign: { op: 'Sign', shape: [6] },
  erf: { op: 'Erf', shape: [6] },
  softplus: { op: 'Softplus', shape: [6] },
  softmax: { op: 'Softmax', shape: [6] },
  'a product': { op: 'MatMul', shape: [6], operands: [random([6, 5], 9)] },
  gemm: {
    op: 'Gemm',
    shape: [6],
    operands: [random([5, 6], 10), random([5], 11)],
    attributes: { transB: 1, alpha: { float: 0.5 }, beta: { float: 2 } },
  },
  flatten: { op: 'Flatten', shape: picture },
  reshape: { op: 'Reshape', shape: picture, operands: [ints(0, 2, -1)] },
  'a transpose': { op: 'Transpose', shape: picture, attributes: { perm: [0, 1, 3, 2] } },
  'a mirror image': { op: 'Slice', shape: picture, operands: [ints(-1), ints(-100), ints(3), ints(-1)] },
  'a part': { op: 'Slice', shape: picture, operands: [ints(1, -3), ints(3, 100), ints(1, 2), ints(1, 2)] },
  'two side by side': { op: 'Concat', shape: picture, operands: ['x'], attributes: { axis: 1 } },
  padding: { op: 'Pad', shape: picture, operands: [ints(0, 1, 0, 2, 0, 0, 3, 0), floats([], [0.5])] },
}

describe('converting an ONNX op to TensorFlow.js', () => {
  it.each(Object.entries(OPS))('gives the same numbers for %s', async (_, op) => {
    const model = oneOpModel(op)
    const inputs = [1, 3].map((batch) => ({ x: random([batch, ...op.shape], batch) }))
    const [expected, found] = [await runAs('onnx', model, inputs), await runAs('tfjs', model, inputs)]
    expected.forEach((outputs, i) => {
      expect(found[i]?.y?.shape).toEqual(outputs.y?.shape)
      expect(apart(outputs.y?.data as Float32Array, found[i]?.y?.data as Float32Array)).toBeLessThan(1e-5)
    })
  })

  it('names an op it does not know, and where to add it', async () => {
    await expect(toGraphModel(oneOpModel({ op: 'Gelu', shape: [4], opset: 20 }))).rejects.toMatchObject({
      code: 'export/unsupported',
      message: "The export to TensorFlow.js does not know the ONNX op 'Gelu'.",
      next: expect.stringContaining('src/core/export/tfjs/ops') as string,
    })
  })

  it('transposes nothing between convolution, pooling and the way there and back', async () => {
    const model = oneOpModel({ op: 'Conv', shape: [4, 8, 8], operands: [kernel(6, 4, 3, 3)] })
    const { nodes } = await toGraphModel(model)
    expect(nodes.filter(({ op }) => op === 'Transpose')).toHaveLength(2)
  })
})
