/**
 * Tidies an ONNX file: what follows from constants alone is worked out once and stored (a kernel times its scale, the
 * chains that exporters write around paddings), and what nothing needs any more is left out.
 */
import { encodeModel, type NodeProto, type OnnxModel } from './model.ts'
import { runOnnxOnce } from './run.ts'
import { makeTensor, type FileTensor } from './tensor.ts'

/** Changes the model in place. @throws Error when ONNX Runtime cannot work a constant out */
export async function foldConstants(model: OnnxModel): Promise<void> {
  const { graph } = model
  const known = new Set(graph.initializer.map(({ name }) => name))
  for (const { name } of graph.input) known.delete(name)
  const isConstant = (node: NodeProto) =>
    node.input.every((name) => name === '' || known.has(name)) &&
    !node.opType.startsWith('Random') &&
    node.attribute.every(({ g, graphs }) => !g && !graphs?.length)
  const folded: NodeProto[] = []
  const rest: NodeProto[] = []
  // Nodes of a valid file stand in an order that can run.
  for (const node of graph.node) {
    if (isConstant(node)) {
      folded.push(node)
      for (const name of node.output) known.add(name)
    } else rest.push(node)
  }
  if (folded.length > 0) {
    const made = new Set(folded.flatMap(({ output }) => output))
    const wanted = [...namesUsed(model, rest)].filter((name) => made.has(name))
    const values = wanted.length > 0 ? await evaluate(model, folded, wanted) : {}
    graph.initializer.push(...Object.entries(values).map(([name, value]) => makeTensor(name, value)))
    graph.node = rest
  }
  dropUnused(model)
}

async function evaluate(model: OnnxModel, node: NodeProto[], outputs: string[]): Promise<Record<string, FileTensor>> {
  const needed = new Set(node.flatMap(({ input }) => input))
  const graph = {
    ...model.graph,
    node,
    initializer: model.graph.initializer.filter(({ name }) => needed.has(name)),
    input: [],
    // ONNX Runtime finds out their types itself.
    output: outputs.map((name) => ({ name })),
    valueInfo: [],
  }
  return runOnnxOnce(encodeModel({ ...model, graph }), {})
}

function namesUsed(model: OnnxModel, nodes: readonly NodeProto[]): Set<string> {
  const used = new Set(model.graph.output.map(({ name }) => name))
  const add = (list: readonly NodeProto[]) => {
    for (const { input, attribute } of list) {
      for (const name of input) used.add(name)
      // Inner graphs may use names of the outer one.
      for (const { g, graphs } of attribute) for (const inner of [...(g ? [g] : []), ...(graphs ?? [])]) add(inner.node)
    }
  }
  add(nodes)
  return used
}

/** Leaves out nodes and constants that no output needs. Changes the model in place. */
export function dropUnused(model: OnnxModel): void {
  const { graph } = model
  const kept: NodeProto[] = []
  const used = namesUsed(model, [])
  for (const node of [...graph.node].reverse()) {
    if (!node.output.some((name) => used.has(name))) continue
    kept.push(node)
    for (const name of namesUsed({ ...model, graph: { ...graph, output: [] } }, [node])) used.add(name)
  }
  graph.node = kept.reverse()
  graph.initializer = graph.initializer.filter(({ name }) => used.has(name))
}
