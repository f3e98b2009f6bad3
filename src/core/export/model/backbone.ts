/** A frozen backbone and the head fitted on its features as one model. */
import { readFile } from 'node:fs/promises'
import { messageOf, UserError } from '../../../shared/errors.ts'
import type { EncoderSpec, Recipe } from '../../../shared/recipe.ts'
import type { Backbone } from '../../engine/index.ts'
import {
  decodeModel,
  foldConstants,
  mergePads,
  opsetOf,
  renameValues,
  type OnnxModel,
} from '../../engine/onnx-file/index.ts'
import type { Whitening } from '../../model/whitening/index.ts'
import { append, FLOAT, Nodes, prepend, publicValue, UINT8 } from './nodes.ts'

/** Nodes of older versions say by attribute what those we add say by operand. */
const OLDEST_OPSET = 11

type BackboneSpec = Extract<EncoderSpec, { kind: 'backbone' }>

interface Parts {
  readonly recipe: Recipe
  readonly spec: BackboneSpec
  readonly backbone: Pick<Backbone, 'path' | 'input' | 'inputSize' | 'features'>
  readonly whitening: Whitening
}

/**
 * `images` [batch, size, size, 3] to `codes` [batch, features]. The images are float32 0..1, or with `fold` uint8. The
 * backbone's own nodes, opset and format version stay as they are.
 * @throws UserError `export/backbone` when the file is too old or cannot be taken apart
 */
export async function backboneModel(parts: Parts, fold: boolean): Promise<OnnxModel> {
  const { backbone, recipe } = parts
  const model = await readBackbone(backbone.path)
  const { graph } = model
  const ownNames = [...graph.input, ...graph.initializer].map(({ name }) => name)
  const names = new Set([...ownNames, ...graph.node.flatMap(({ output }) => output)])
  names.delete('')
  renameValues(model, new Map([...names].map((name) => [name, `backbone/${name}`])))
  const fixed = new Set(graph.initializer.map(({ name }) => name))
  const input = graph.input.find(({ name }) => !fixed.has(name))?.name ?? ''
  const output = graph.output[0]?.name ?? ''

  prepend(model, prepare(parts, fold, input))
  append(model, fitted(parts, output))
  const { width, height, channels } = recipe.input
  graph.input = [publicValue('images', fold ? UINT8 : FLOAT, [height, width, channels])]
  graph.output = [publicValue('codes', FLOAT, [parts.whitening.size])]
  // They were right for the batch that came in; with the mirror images there are two.
  graph.valueInfo = []
  await foldConstants(model)
  mergePads(model)
  return model
}

async function readBackbone(path: string): Promise<OnnxModel> {
  const problem = (what: string, cause?: unknown) =>
    new UserError('export/backbone', `The backbone ${path} cannot become part of an export: ${what}.`, {
      subject: path,
      next: 'Save it as one ONNX file of opset 11 or later, weights included, and train again.',
      cause,
    })
  let model: OnnxModel
  try {
    model = decodeModel(await readFile(path))
  } catch (error) {
    throw problem(messageOf(error), error)
  }
  if (opsetOf(model) < OLDEST_OPSET) throw problem(`it is of opset ${opsetOf(model)}`)
  if (model.graph.initializer.some(({ dataLocation }) => dataLocation === 1))
    throw problem('its weights lie in another file')
  return model
}

/** Mirror images behind the pictures, then what the backbone expects of its values and their order. */
function prepare({ spec, backbone }: Parts, fold: boolean, input: string): Nodes {
  const { mean, deviation, layout } = backbone.input
  const nodes = new Nodes('prepare/')
  let pictures = fold ? nodes.op('Cast', ['images'], { to: FLOAT }) : 'images'
  if (spec.mirror) {
    const turn = [[-1], [-backbone.inputSize - 1], [2], [-1]].map((values) => nodes.ints(values))
    const mirrored = nodes.op('Slice', [pictures, ...turn])
    pictures = nodes.op('Concat', [pictures, mirrored], { axis: 0 })
  }
  const length = Math.max(mean.length, deviation.length)
  const each = (make: (mean: number, deviation: number) => number) =>
    nodes.floats(
      Array.from({ length }, (_, i) => make((mean[i] ?? mean[0]) as number, (deviation[i] ?? deviation[0]) as number)),
    )
  const range = fold ? 1 : 255
  const scaled = nodes.op('Mul', [pictures, each((_, d) => range / d)])
  const shift = each((m, d) => -m / d)
  if (layout === 'nhwc') nodes.op('Add', [scaled, shift], {}, input)
  else nodes.op('Transpose', [nodes.op('Add', [scaled, shift])], { perm: [0, 3, 1, 2] }, input)
  return nodes
}

/** Mean over the mirror image, signed square root, centring and whitening. */
function fitted({ spec, backbone, whitening }: Parts, output: string): Nodes {
  const nodes = new Nodes('head/')
  let rows = nodes.op('Flatten', [output], { axis: 1 })
  if (spec.mirror) {
    const halves = nodes.op('Reshape', [output, nodes.ints([2, -1, backbone.features])])
    const half = (index: number) => nodes.op('Gather', [halves, nodes.ints([index], [])], { axis: 0 })
    rows = nodes.op('Mul', [nodes.op('Add', [half(0), half(1)]), nodes.floats([0.5], [])])
  }
  if (spec.squareRoot) {
    const root = nodes.op('Sqrt', [nodes.op('Abs', [rows])])
    rows = nodes.op('Mul', [nodes.op('Sign', [rows]), root])
  }
  const centred = nodes.op('Sub', [rows, nodes.floats(whitening.mean)])
  const matrix = nodes.floats(turned(whitening), [whitening.size, whitening.size])
  nodes.op('MatMul', [centred, matrix], {}, 'codes')
  return nodes
}

/** The matrix as codes are rows: code = row W^T. */
function turned({ matrix, size }: Whitening): Float32Array {
  return Float32Array.from(matrix, (_, i) => matrix[(i % size) * size + Math.floor(i / size)] as number)
}
