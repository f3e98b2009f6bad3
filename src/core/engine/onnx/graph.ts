/**
 * A graph under construction: values with known shapes, joined by ONNX nodes. Equal nodes are made once (common
 * subexpressions never arise), and nodes no output needs are left out when it is taken.
 */
export type ElementType = 'float32' | 'int32' | 'int64' | 'bool'
export type ConstantData = Float32Array | Int32Array | BigInt64Array | Uint8Array

export interface Value {
  readonly name: string
  readonly shape: readonly number[]
  readonly type: ElementType
  /** Present when the value is known while tracing. */
  readonly constant?: ConstantData
  readonly node?: GraphNode
}

/** Numbers are ints unless marked by `float()`. */
export type Attribute = number | string | readonly number[] | { readonly float: number }
export type Attributes = Readonly<Record<string, Attribute>>

export interface GraphNode {
  readonly op: string
  readonly domain: string
  readonly inputs: readonly (Value | undefined)[]
  readonly outputs: readonly Value[]
  readonly attributes: Attributes
}

export interface Graph {
  readonly name: string
  readonly inputs: readonly Value[]
  readonly outputs: readonly Value[]
  readonly constants: readonly Value[]
  readonly nodes: readonly GraphNode[]
}

export interface ValueType {
  readonly shape: readonly number[]
  readonly type: ElementType
}

export const float = (value: number): { float: number } => ({ float: value })

function keyOfConstant(data: ConstantData, shape: readonly number[], type: ElementType): string | undefined {
  // Only small constants are worth comparing; the large ones (weights) are never equal.
  return data.length <= 64 ? `${type}[${shape.join()}]${Array.from(data as Float32Array, String).join()}` : undefined
}

export class GraphBuilder {
  readonly inputs: Value[] = []
  private readonly known = new Map<string, readonly Value[]>()
  private readonly named = new Set<Value>()
  private nextId = 0

  input(name: string, shape: readonly number[], type: ElementType): Value {
    const value = { name, shape, type }
    this.inputs.push(value)
    return value
  }

  constant(data: ConstantData, shape: readonly number[], type: ElementType): Value {
    const key = keyOfConstant(data, shape, type)
    const made = key === undefined ? undefined : this.known.get(key)?.[0]
    if (made) return made
    const value: Value = { name: `c${this.nextId++}`, shape, type, constant: data }
    if (key !== undefined) this.known.set(key, [value])
    return value
  }

  /** A large constant that several nodes may need, by a name for its numbers: equal ones are only found while small. */
  once(key: string, make: () => Value): Value {
    const made = this.known.get(`once ${key}`)?.[0] ?? make()
    this.known.set(`once ${key}`, [made])
    return made
  }

  scalar(value: number, type: 'float32' | 'int32' = 'float32'): Value {
    return this.constant(type === 'float32' ? Float32Array.of(value) : Int32Array.of(value), [], type)
  }

  /** A list of whole numbers, as shapes, axes and paddings are given to ONNX ops. */
  ints(values: readonly number[]): Value {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length], 'int64')
  }

  /** Adds a node with one output. */
  op(
    op: string,
    inputs: readonly (Value | undefined)[],
    result: ValueType,
    attributes: Attributes = {},
    domain = '',
  ): Value {
    return this.multi(op, inputs, [result], attributes, domain)[0] as Value
  }

  multi(
    op: string,
    inputs: readonly (Value | undefined)[],
    results: readonly ValueType[],
    attributes: Attributes = {},
    domain = '',
  ): readonly Value[] {
    const key = `${domain}:${op}(${inputs.map((value) => value?.name ?? '').join()})${JSON.stringify(attributes)}#${results.length}`
    const made = this.known.get(key)
    if (made) return made
    const outputs: Value[] = []
    const node: GraphNode = { op, domain, inputs, outputs, attributes }
    for (const result of results)
      outputs.push({ name: `v${this.nextId++}`, shape: result.shape, type: result.type, node })
    this.known.set(key, outputs)
    return outputs
  }

  /** The same numbers under another shape. */
  reshape(value: Value, shape: readonly number[]): Value {
    if (shape.length === value.shape.length && shape.every((size, axis) => size === value.shape[axis])) return value
    if (value.constant) return this.constant(value.constant, shape, value.type)
    // Reshapes of reshapes collapse, so that CSE and later passes see one.
    const source = value.node?.op === 'Reshape' ? (value.node.inputs[0] as Value) : value
    if (source !== value) return this.reshape(source, shape)
    // 0 copies a dimension: it keeps the batch free where the first dimension stays the first.
    const target = shape.map((size, axis) => (axis === 0 && size === value.shape[0] && size !== 0 ? 0 : size))
    return this.op('Reshape', [value, this.ints(target)], { shape, type: value.type })
  }

  /** The nodes the outputs need, in an order that can run. Ends the building: values that are outputs change their name. */
  finish(name: string, outputs: Readonly<Record<string, Value>>): Graph {
    const nodes: GraphNode[] = []
    const constants: Value[] = []
    const visited = new Set<GraphNode | Value>()
    const named: Value[] = []

    const visit = (start: Value) => {
      // Depth first with an explicit stack: training graphs are deeper than the call stack likes.
      const stack: { value: Value; entered: boolean }[] = [{ value: start, entered: false }]
      for (let top = stack.pop(); top; top = stack.pop()) {
        const { value, entered } = top
        const node = value.node
        if (!node) {
          if (value.constant && !visited.has(value)) constants.push(value)
          visited.add(value)
        } else if (entered) {
          if (!visited.has(node)) nodes.push(node)
          visited.add(node)
        } else if (!visited.has(node)) {
          stack.push({ value, entered: true })
          for (const input of node.inputs) if (input) stack.push({ value: input, entered: false })
        }
      }
    }

    for (const [outputName, value] of Object.entries(outputs)) {
      const output = this.outputOf(value, outputName)
      visit(output)
      named.push(output)
    }
    return { name, inputs: this.inputs, outputs: named, constants, nodes }
  }

  /** The value under its public name; by an Identity node where it is an input, a constant or an output already. */
  private outputOf(value: Value, name: string): Value {
    if (value.node && !this.named.has(value)) {
      this.named.add(value)
      ;(value as { name: string }).name = name
      return value
    }
    const result: Value[] = []
    const node: GraphNode = { op: 'Identity', domain: '', inputs: [value], outputs: result, attributes: {} }
    const output = { name, shape: value.shape, type: value.type, node }
    result.push(output)
    return output
  }
}
