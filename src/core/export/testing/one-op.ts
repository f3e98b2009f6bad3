/** For tests: ONNX models of one op. */
import type { FileTensor, OnnxModel } from '../../engine/onnx-file/index.ts'
import { append, FLOAT, Nodes, publicValue } from '../model/nodes.ts'

export type AttributeValue = number | string | readonly number[] | { readonly float: number }

export interface OneOp {
  readonly op: string
  /** Shape of the input `x` without the batch. */
  readonly shape: readonly number[]
  /** Further operands: constants, `'x'` itself again, or '' for one left out. */
  readonly operands?: readonly (FileTensor | 'x' | '')[]
  readonly attributes?: Readonly<Record<string, AttributeValue>>
  readonly opset?: number
}

/** `x` [batch, ...shape] float32 to `y`. */
export function oneOpModel({ op, shape, operands = [], attributes = {}, opset = 18 }: OneOp): OnnxModel {
  const nodes = new Nodes('')
  const names = operands.map((operand) => {
    if (typeof operand === 'string') return operand
    return operand.type === 'int64'
      ? nodes.ints(Array.from(operand.data as BigInt64Array, Number), operand.shape)
      : nodes.floats(operand.data as Float32Array, operand.shape)
  })
  const numbers = Object.entries(attributes).filter(([, value]) => typeof value === 'number' || Array.isArray(value))
  nodes.op(op, ['x', ...names], Object.fromEntries(numbers) as Record<string, number | number[]>, 'y')
  for (const [name, value] of Object.entries(attributes)) {
    const attribute = nodes.nodes[0]?.attribute
    if (typeof value === 'string') attribute?.push({ name, type: 3, s: new TextEncoder().encode(value) })
    else if (typeof value === 'object' && 'float' in value) attribute?.push({ name, type: 1, f: value.float })
  }
  const model: OnnxModel = {
    irVersion: 8,
    producerName: 'test',
    producerVersion: '',
    docString: '',
    opsetImport: [{ domain: '', version: opset }],
    metadataProps: [],
    graph: {
      name: 'one op',
      node: [],
      initializer: [],
      input: [publicValue('x', FLOAT, shape)],
      output: [{ name: 'y', type: { tensorType: { elemType: FLOAT } } }],
      valueInfo: [],
    },
  }
  append(model, nodes)
  return model
}

/** Whole numbers as an operand. */
export function ints(...values: number[]): FileTensor {
  return { shape: [values.length], type: 'int64', data: BigInt64Array.from(values, BigInt) }
}

export function floats(shape: readonly number[], values: readonly number[]): FileTensor {
  return { shape, type: 'float32', data: Float32Array.from(values) }
}
