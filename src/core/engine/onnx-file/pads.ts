/** Padding with zeros belongs into the convolution behind it: one op less, and no padded copy of the picture. */
import { ATTRIBUTE_TYPE } from '../onnx/schema.ts'
import { dropUnused } from './fold.ts'
import { intsAttribute, opsetOf, textAttribute, type NodeProto, type OnnxModel, type TensorProto } from './model.ts'
import { readTensor } from './tensor.ts'

/** [top, left, bottom, right] */
type Margins = readonly [number, number, number, number]

interface Padding {
  readonly from: string
  readonly margins: Margins
}

/** Rows and columns of zeros a node adds to pictures; undefined for any other node. */
function paddingOf(node: NodeProto, constants: ReadonlyMap<string, TensorProto>): Padding | undefined {
  const [from = '', amounts = '', fill = '', axes = ''] = node.input
  if (node.opType !== 'Pad' || axes !== '' || (textAttribute(node, 'mode') ?? 'constant') !== 'constant')
    return undefined
  const list = constants.get(amounts)
  const filler = constants.get(fill)
  if (!list || (fill !== '' && !(filler && Number(readTensor(filler).data[0]) === 0))) return undefined
  const sizes = Array.from(readTensor(list).data as BigInt64Array, Number)
  if (sizes.length !== 8 || [0, 1, 4, 5].some((i) => sizes[i] !== 0) || Math.min(...sizes) < 0) return undefined
  return { from, margins: [2, 3, 6, 7].map((i) => sizes[i] ?? 0) as unknown as Margins }
}

/** Changes the model in place. Paddings must be constants: fold first. */
export function mergePads(model: OnnxModel): void {
  const { graph } = model
  // Before version 11 paddings were attributes; files that old are left as they are.
  if (opsetOf(model) < 11) return
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]))
  const uses = new Map<string, number>()
  const names = [...graph.node.flatMap(({ input }) => input), ...graph.output.map(({ name }) => name)]
  for (const name of names) uses.set(name, (uses.get(name) ?? 0) + 1)

  const paddings = new Map<string, Padding>()
  for (const node of graph.node) {
    const [output = ''] = node.output
    const padding = uses.get(output) === 1 ? paddingOf(node, constants) : undefined
    if (padding) paddings.set(output, padding)
  }
  for (const node of graph.node) {
    const padding = paddings.get(node.input[0] ?? '')
    if (node.opType !== 'Conv' || !padding || (textAttribute(node, 'auto_pad') ?? 'NOTSET') !== 'NOTSET') continue
    const own = intsAttribute(node, 'pads') ?? [0, 0, 0, 0]
    const ints = padding.margins.map((size, i) => size + (own[i] ?? 0))
    const others = node.attribute.filter(({ name }) => name !== 'pads')
    node.attribute = [...others, { name: 'pads', type: ATTRIBUTE_TYPE.ints, ints }]
    node.input[0] = padding.from
  }
  dropUnused(model)
}
