import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { Rng } from '../../../shared/random.ts'
import { backbonePath } from '../backbone.ts'
import { ModelProto } from '../onnx/schema.ts'
import { foldConstants } from './fold.ts'
import { decodeModel, encodeModel, type NodeProto, type OnnxModel } from './model.ts'
import { mergePads } from './pads.ts'
import { renameValues } from './rename.ts'
import { runOnnxOnce } from './run.ts'
import { findShapes } from './shapes.ts'
import { makeTensor, readTensor } from './tensor.ts'

const tensorType = (...shape: (number | 'batch')[]) => ({
  tensorType: {
    elemType: 1,
    shape: { dim: shape.map((size) => (size === 'batch' ? { dimParam: size } : { dimValue: size })) },
  },
})

const node = (opType: string, input: string[], output: string, attribute: NodeProto['attribute'] = []): NodeProto => ({
  opType,
  domain: '',
  name: output,
  input,
  output: [output],
  attribute,
})

const floats = (name: string, shape: number[], ...values: number[]) =>
  makeTensor(name, { shape, type: 'float32', data: Float32Array.from(values) })

/** y = x * (a * b) + c, and something nobody asks for. */
function example(): OnnxModel {
  return {
    irVersion: 8,
    producerName: '',
    producerVersion: '',
    docString: '',
    opsetImport: [{ domain: '', version: 17 }],
    metadataProps: [],
    graph: {
      name: 'example',
      node: [
        node('Mul', ['a', 'b'], 'ab'),
        node('Mul', ['x', 'ab'], 'xab'),
        node('Add', ['xab', 'c'], 'y'),
        node('Relu', ['x'], 'unused'),
      ],
      initializer: [floats('a', [2], 2, 3), floats('b', [], 10), floats('c', [2], 1, -1)],
      input: [{ name: 'x', type: tensorType('batch', 2) }],
      output: [{ name: 'y', type: tensorType('batch', 2) }],
      valueInfo: [],
    },
  }
}

const x = { shape: [1, 2], type: 'float32', data: Float32Array.of(5, 7) } as const

describe('an ONNX file', () => {
  it('is read and written again without a loss', async () => {
    const bytes = await readFile(backbonePath('efficientnet-lite0'))
    const again = encodeModel(decodeModel(bytes))
    // As text: a matcher would take minutes over 13 MB of numbers.
    const text = (file: Uint8Array) =>
      JSON.stringify(ModelProto.toObject(ModelProto.decode(file), { longs: String, bytes: String }))
    expect(text(again) === text(bytes)).toBe(true)
  })

  it('is refused when it is something else', () => {
    expect(() => decodeModel(new Uint8Array())).toThrow('no graph')
  })

  it('has what follows from constants worked out, and nothing that is not needed', async () => {
    const model = example()
    await foldConstants(model)
    expect(model.graph.node.map(({ opType }) => opType)).toEqual(['Mul', 'Add'])
    expect(model.graph.initializer.map(({ name }) => name).sort()).toEqual(['ab', 'c'])
    const found = model.graph.initializer.find(({ name }) => name === 'ab')
    expect(found && readTensor(found)).toEqual({ shape: [2], type: 'float32', data: Float32Array.of(20, 30) })
    expect(Array.from((await runOnnxOnce(encodeModel(model), { x })).y?.data as Float32Array)).toEqual([101, 209])
  })

  it('keeps an output that is a constant', async () => {
    const model = example()
    model.graph.output.push({ name: 'ab', type: tensorType(2) })
    await foldConstants(model)
    const { ab } = await runOnnxOnce(encodeModel(model), { x })
    expect(Array.from(ab?.data as Float32Array)).toEqual([20, 30])
  })

  it('gives values other names everywhere', async () => {
    const model = example()
    const inner = structuredClone(model.graph)
    model.graph.node[3]?.attribute.push({ name: 'body', type: 5, g: inner })
    renameValues(model, new Map([['x', 'pictures'], ['ab', 'scale']])) // prettier-ignore
    expect(model.graph.input[0]?.name).toBe('pictures')
    expect(model.graph.node.slice(0, 2).map(({ input, output }) => [input, output])).toEqual([
      [['a', 'b'], ['scale']],
      [['pictures', 'scale'], ['xab']],
    ])
    expect(inner.node[1]?.input).toEqual(['pictures', 'scale'])
  })

  it('tells its shapes, the batch marked', async () => {
    const shapes = await findShapes(example())
    expect(shapes.get('xab')).toEqual({ shape: [null, 2], type: 'float32' })
    expect(shapes.get('b')).toEqual({ shape: [], type: 'float32' })
  })

  it.each([
    ['zeros around rows and columns', [0, 0, 1, 2, 0, 0, 3, 0], 0, true],
    ['ones', [0, 0, 1, 2, 0, 0, 3, 0], 1, false],
    ['zeros around channels', [0, 1, 0, 0, 0, 0, 0, 0], 0, false],
  ] as const)('has padding with %s in the convolution where it belongs there', async (_, sizes, fill, merged) => {
    const rng = new Rng(1)
    const model = example()
    const channels = 2 + sizes[1]
    const amounts = BigInt64Array.from(sizes, BigInt)
    model.graph.node = [node('Pad', ['x', 'amounts', 'fill'], 'padded'), node('Conv', ['padded', 'kernel'], 'y')]
    model.graph.initializer = [
      makeTensor('amounts', { shape: [8], type: 'int64', data: amounts }),
      floats('fill', [], fill),
      floats('kernel', [3, channels, 3, 3], ...Array.from({ length: 27 * channels }, () => rng.normal())),
    ]
    model.graph.input = [{ name: 'x', type: tensorType('batch', 2, 6, 6) }]
    model.graph.output = [{ name: 'y', type: tensorType('batch', 3, 'batch', 'batch') }]
    const picture = {
      shape: [1, 2, 6, 6],
      type: 'float32',
      data: Float32Array.from({ length: 72 }, () => rng.normal()),
    }
    const inputs = { x: picture as { shape: number[]; type: 'float32'; data: Float32Array } }
    const before = await runOnnxOnce(encodeModel(model), inputs)
    mergePads(model)
    expect(model.graph.node.map(({ opType }) => opType)).toEqual(merged ? ['Conv'] : ['Pad', 'Conv'])
    const after = await runOnnxOnce(encodeModel(model), inputs)
    expect(after.y?.shape).toEqual(before.y?.shape)
    after.y?.data.forEach((value, i) => expect(value).toBeCloseTo(before.y?.data[i] as number, 4))
  })
})
