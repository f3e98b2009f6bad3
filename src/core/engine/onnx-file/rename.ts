import type { GraphProto, OnnxModel } from './model.ts'

/** Gives values other names, inner graphs included. Changes the model in place. */
export function renameValues(model: OnnxModel, names: ReadonlyMap<string, string>): void {
  if (names.size > 0) renameIn(model.graph, (name) => names.get(name) ?? name)
}

function renameIn(graph: GraphProto, rename: (name: string) => string): void {
  for (const named of [...graph.input, ...graph.output, ...graph.initializer, ...graph.valueInfo])
    named.name = rename(named.name)
  for (const node of graph.node) {
    node.input = node.input.map(rename)
    node.output = node.output.map(rename)
    for (const { g, graphs } of node.attribute)
      for (const inner of [...(g ? [g] : []), ...(graphs ?? [])]) renameIn(inner, rename)
  }
}
