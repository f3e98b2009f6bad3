/** A graph made anew, node by node, with some nodes written differently. */
import { GraphBuilder, type Graph, type GraphNode, type Value } from '../onnx/graph.ts'

/** What a rule sees of a node. */
export interface Place {
  readonly node: GraphNode
  /** The node's inputs in the new graph. */
  readonly inputs: readonly (Value | undefined)[]
  readonly builder: GraphBuilder
  /** Whether nothing else takes the node's input of that position: what made it may then be swallowed. */
  alone(position: number): boolean
}

/** The node's outputs, made otherwise; undefined leaves it as it is. */
export type Rule = (place: Place) => readonly Value[] | undefined

/** How often each value is taken, as an input or as an output of the graph. */
function countUses({ nodes, outputs }: Graph): Map<Value, number> {
  const uses = new Map<Value, number>()
  const add = (value: Value) => uses.set(value, (uses.get(value) ?? 0) + 1)
  for (const node of nodes) for (const input of node.inputs) if (input) add(input)
  for (const output of outputs) add(output)
  return uses
}

/** Applies a rule to every node, inputs first. What nothing needs any more is left out. */
export function rewrite(graph: Graph, rule: Rule): Graph {
  const builder = new GraphBuilder()
  const uses = countUses(graph)
  const made = new Map<Value, Value>()
  for (const input of graph.inputs) made.set(input, builder.input(input.name, input.shape, input.type))
  const renewed = (value: Value | undefined): Value | undefined => {
    if (!value) return undefined
    const known = made.get(value)
    if (known) return known
    if (!value.constant) throw new Error(`${value.name} is used before it is made`)
    const constant = builder.constant(value.constant, value.shape, value.type)
    made.set(value, constant)
    return constant
  }
  for (const node of graph.nodes) {
    const inputs = node.inputs.map(renewed)
    const alone = (position: number) => uses.get(node.inputs[position] as Value) === 1
    const outputs =
      rule({ node, inputs, builder, alone }) ??
      builder.multi(node.op, inputs, node.outputs, node.attributes, node.domain)
    node.outputs.forEach((value, i) => made.set(value, outputs[i] as Value))
  }
  return builder.finish(
    graph.name,
    Object.fromEntries(graph.outputs.map((value) => [value.name, made.get(value) as Value])),
  )
}
