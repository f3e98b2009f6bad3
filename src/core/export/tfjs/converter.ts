/**
 * A TensorFlow graph under construction, made from an ONNX one. ONNX keeps pictures as [n, c, h, w], TensorFlow.js wants
 * [n, h, w, c]: each value may exist in both forms, a form is made when first asked for, and so a transpose and its
 * opposite never both appear.
 */
import { UserError } from '../../../shared/errors.ts'
import type { FileTensor, FoundShape, NodeProto } from '../../engine/onnx-file/index.ts'
import { attr, TF_TYPES, type AttrValue, type NodeDef, type TfType, type Weight } from './graph-def.ts'

/** `plain` as ONNX has it; `nhwc` with the channels of a picture moved to the end. */
export type Form = 'plain' | 'nhwc'

/** Orders of axes that move the channels of a picture to the end, and back. */
export const TO_NHWC = [0, 2, 3, 1] as const
export const TO_NCHW = [0, 3, 1, 2] as const

/** Takes nodes in one by one; values go by the names that ONNX gives them. */
export class Converter {
  readonly nodes: NodeDef[] = []
  readonly weights: Weight[] = []
  private readonly constants: ReadonlyMap<string, FileTensor>
  private readonly shapes: ReadonlyMap<string, FoundShape>
  private readonly forms = new Map<string, Map<Form, string>>()
  private readonly small = new Map<string, string>()
  private readonly taken = new Set<string>()

  constructor(constants: ReadonlyMap<string, FileTensor>, shapes: ReadonlyMap<string, FoundShape>) {
    this.constants = constants
    this.shapes = shapes
  }

  /** Shape of an ONNX value; null where it depends on the batch. */
  shape(value: string): readonly (number | null)[] {
    return this.found(value).shape
  }

  type(value: string): TfType {
    const { type } = this.found(value)
    return TF_TYPES[type === 'float32' || type === 'bool' ? type : 'int32']
  }

  constant(value: string | undefined): FileTensor | undefined {
    return this.constants.get(value ?? '')
  }

  /** Numbers of an operand that must be known. @throws UserError naming the op when they are not */
  numbers(node: NodeProto, input: number): number[] {
    const found = this.constant(node.input[input])
    if (!found) throw unsupported(`${node.opType} with an operand that is computed`)
    return Array.from(found.data as Float32Array, Number)
  }

  has(value: string, form: Form): boolean {
    return this.forms.get(value)?.has(form) ?? false
  }

  /** Says which node holds a value in a form. */
  set(value: string, form: Form, node: string): void {
    const forms = this.forms.get(value) ?? new Map<Form, string>()
    this.forms.set(value, forms.set(form, node))
  }

  /** The node that holds a value in a form, made when it is not there yet. */
  get(value: string, form: Form = 'plain'): string {
    const present = this.forms.get(value)?.get(form)
    if (present !== undefined) return present
    const other = this.forms.get(value)?.get(form === 'plain' ? 'nhwc' : 'plain')
    const constant = this.constant(value)
    let made: string
    if (other !== undefined) made = this.transpose(value, other, form === 'plain' ? TO_NCHW : TO_NHWC)
    else if (constant && form === 'plain') made = this.weight(value, constant)
    else if (constant) made = this.weight(`${value}/nhwc`, channelsLast(constant))
    else throw new Error(`'${value}' is used before it is made`)
    this.set(value, form, made)
    return made
  }

  /** Adds a node. @param hint its name, made unique @returns the name it got */
  op(hint: string, op: string, input: readonly string[], attributes: Record<string, AttrValue> = {}): string {
    const name = this.unique(hint)
    this.nodes.push({ name, op, input, attr: attributes })
    return name
  }

  transpose(hint: string, node: string, order: readonly number[]): string {
    const type = attr.type('DT_FLOAT')
    return this.op(`${hint}/transpose`, 'Transpose', [node, this.ints(order)], {
      T: type,
      Tperm: attr.type('DT_INT32'),
    })
  }

  /** A list of whole numbers. */
  ints(values: readonly number[]): string {
    const data = Int32Array.from(values)
    return this.shared(`int32[${values.join()}]`, 'list', { shape: [values.length], dtype: 'int32', data })
  }

  scalar(value: number, type: 'float32' | 'int32' = 'float32'): string {
    const data = type === 'float32' ? Float32Array.of(value) : Int32Array.of(value)
    return this.shared(`${type}:${value}`, 'number', { shape: [], dtype: type, data })
  }

  weight(hint: string, { shape, type, data }: FileTensor): string {
    if (type === 'float32') return this.store(hint, { shape, dtype: type, data: data as Float32Array })
    if (type === 'bool') return this.store(hint, { shape, dtype: type, data: data as Uint8Array })
    return this.store(hint, { shape, dtype: 'int32', data: Int32Array.from(data as Int32Array, Number) })
  }

  private found(value: string): FoundShape {
    const found = this.shapes.get(value)
    if (!found) throw new Error(`the shape of '${value}' is not known`)
    return found
  }

  private shared(key: string, hint: string, weight: Omit<Weight, 'name'>): string {
    const name = this.small.get(key) ?? this.store(hint, weight)
    this.small.set(key, name)
    return name
  }

  private store(hint: string, weight: Omit<Weight, 'name'>): string {
    const name = this.unique(hint)
    const dtype = TF_TYPES[weight.dtype]
    const tensorShape = { dim: weight.shape.map((size) => ({ size: String(size) })) }
    this.nodes.push({
      name,
      op: 'Const',
      input: [],
      attr: { dtype: { type: dtype }, value: { tensor: { dtype, tensorShape } } },
    })
    this.weights.push({ name, ...weight })
    return name
  }

  /** TensorFlow's names begin with a letter or digit, and `:` and `^` mean something in them. */
  private unique(hint: string): string {
    const base = hint.replaceAll(/[^\w./-]/g, '_').replace(/^[^A-Za-z0-9]+/, '') || 'node'
    let name = base
    for (let i = 1; this.taken.has(name); i++) name = `${base}_${i}`
    this.taken.add(name)
    return name
  }
}

/** A constant as a picture's operand: [1, c, 1, 1] or [c, 1, 1] with the channels at the end. */
function channelsLast(tensor: FileTensor): FileTensor {
  const shape = [...Array<number>(4 - tensor.shape.length).fill(1), ...tensor.shape]
  return permute({ ...tensor, shape }, TO_NHWC)
}

/** A tensor with its axes in another order. */
export function permute<T extends FileTensor>(tensor: T, order: readonly number[]): T {
  const { shape, data } = tensor
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1))
  const next = order.map((axis) => shape[axis] as number)
  const steps = order.map((axis) => strides[axis] as number)
  const out = data.slice()
  const index = next.map(() => 0)
  for (let i = 0, from = 0; i < out.length; i++) {
    out[i] = data[from] as number
    for (let axis = next.length - 1; axis >= 0; axis--) {
      from += steps[axis] as number
      index[axis] = (index[axis] as number) + 1
      if ((index[axis] as number) < (next[axis] as number)) break
      from -= (steps[axis] as number) * (next[axis] as number)
      index[axis] = 0
    }
  }
  return { ...tensor, shape: next, data: out }
}

/** The error for an op, or a use of one, that has no conversion. */
export function unsupported(what: string): UserError {
  return new UserError('export/unsupported', `The export to TensorFlow.js does not know ${what}.`, {
    subject: what,
    next: 'Export to ONNX instead (--format onnx), or add it in src/core/export/tfjs/ops.',
  })
}
