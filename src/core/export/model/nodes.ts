/** Short ways to write ONNX nodes. Only ops that mean the same in every opset from 11 on are used. */
import {
  makeTensor,
  type AttributeProto,
  type NodeProto,
  type OnnxModel,
  type TensorProto,
  type ValueInfo,
} from '../../engine/onnx-file/index.ts'

/** TensorProto.DataType */
export const FLOAT = 1
/** The same for bytes. */
export const UINT8 = 2
/** AttributeProto.AttributeType */
const INT = 2
const INTS = 7

/** Nodes and constants to be put before or behind those of a model. */
export class Nodes {
  readonly nodes: NodeProto[] = []
  readonly constants: TensorProto[] = []
  private readonly prefix: string

  /** @param prefix of the names given, which no other value of the model may begin with */
  constructor(prefix: string) {
    this.prefix = prefix
  }

  /** @param output name of the result; absent for one of its own */
  op(opType: string, input: string[], attributes: Record<string, number | number[]> = {}, output?: string): string {
    const name = output ?? `${this.prefix}${opType}_${this.nodes.length}`
    const attribute = Object.entries(attributes).map(([key, value]): AttributeProto =>
      typeof value === 'number' ? { name: key, type: INT, i: value } : { name: key, type: INTS, ints: value },
    )
    this.nodes.push({
      opType,
      domain: '',
      name: `${this.prefix}node_${this.nodes.length}`,
      input,
      output: [name],
      attribute,
    })
    return name
  }

  floats(values: Float32Array | readonly number[], shape: readonly number[] = [values.length]): string {
    return this.keep({ shape, type: 'float32', data: Float32Array.from(values) })
  }

  ints(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.keep({ shape, type: 'int64', data: BigInt64Array.from(values, BigInt) })
  }

  private keep(tensor: Parameters<typeof makeTensor>[1]): string {
    const name = `${this.prefix}constant_${this.constants.length}`
    this.constants.push(makeTensor(name, tensor))
    return name
  }
}

/** Puts nodes before those of a model. Changes it in place. */
export function prepend(model: OnnxModel, { nodes, constants }: Nodes): void {
  model.graph.node.unshift(...nodes)
  model.graph.initializer.push(...constants)
}

/** Puts nodes behind those of a model. Changes it in place. */
export function append(model: OnnxModel, { nodes, constants }: Nodes): void {
  model.graph.node.push(...nodes)
  model.graph.initializer.push(...constants)
}

/** A public input or output whose dimension 0 is the batch. */
export function publicValue(name: string, elemType: number, shape: readonly number[]): ValueInfo {
  const dim = [{ dimParam: 'batch' }, ...shape.map((size) => ({ dimValue: size }))]
  return { name, type: { tensorType: { elemType, shape: { dim } } } }
}
