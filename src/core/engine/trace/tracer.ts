/**
 * What a program is recorded into: TensorFlow.js tensors are handles here, each standing for a value of an ONNX graph.
 * A 4-D tensor may have its picture in another layout than its logical NHWC; conversions are made where they are needed
 * and remembered, so that going there and back costs nothing.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { ConstantData, Value } from '../onnx/graph.ts'
import { convert, type Layout } from './layout.ts'
import { Ops } from './ops.ts'

export type Forms = Map<Layout, Value>

export class Tracer extends Ops {
  private readonly handles = new WeakMap<object, Forms>()
  private readonly values = new WeakMap<object, ConstantData>()

  /** A new handle for a value in a layout. `shape` is the logical shape. */
  handle(value: Value, shape: readonly number[] = value.shape, layout: Layout = 'plain'): TensorInfo {
    const dataId = {}
    this.handles.set(dataId, new Map([[layout, value]]))
    return { dataId, shape: [...shape], dtype: value.type === 'int64' ? 'int32' : value.type }
  }

  forms(info: TensorInfo): Forms {
    const forms = this.handles.get(info.dataId)
    if (!forms) throw new Error('a tensor that was not recorded reached the tracer')
    return forms
  }

  knows(dataId: object): boolean {
    return this.handles.has(dataId)
  }

  /** Gives a constant a handle that is there already. */
  bind(dataId: object, value: Value, values: ConstantData): void {
    this.handles.set(dataId, new Map([['plain', value]]))
    this.values.set(dataId, values)
  }

  /** The numbers of a tensor, if they are known while tracing. */
  valuesOf(dataId: object): ConstantData | undefined {
    return this.values.get(dataId) ?? this.handles.get(dataId)?.get('plain')?.constant
  }

  /** The value in a layout, converted at its first use. */
  in(info: TensorInfo, layout: Layout): Value {
    const forms = this.forms(info)
    const present = forms.get(layout)
    if (present) return present
    const [from, value] = forms.entries().next().value as [Layout, Value]
    const made = convert(this, value, info.shape, from, layout)
    forms.set(layout, made)
    return made
  }

  plain(info: TensorInfo): Value {
    return this.in(info, 'plain')
  }

  /** The layout a tensor was made in: the one it is had in for nothing. */
  layout(info: TensorInfo): Layout {
    return this.forms(info).keys().next().value as Layout
  }
}
