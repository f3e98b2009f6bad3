import { input, type Lowering, type Lowerings } from './kernel.ts'

/** Gemm takes transposed operands for nothing, but knows only matrices; stacks of matrices go through MatMul. */
const batchMatMul: Lowering = (tracer, inputs, attrs) => {
  const a = tracer.plain(input(inputs, 'a'))
  const b = tracer.plain(input(inputs, 'b'))
  const transposeA = attrs.transposeA as boolean
  const transposeB = attrs.transposeB as boolean
  const rank = Math.max(a.shape.length, b.shape.length)
  const [rows, columns] = [a.shape.at(transposeA ? -1 : -2) as number, b.shape.at(transposeB ? -2 : -1) as number]
  const stack = Array.from({ length: rank - 2 }, (_, axis) =>
    Math.max(a.shape[axis - rank + a.shape.length] ?? 1, b.shape[axis - rank + b.shape.length] ?? 1),
  )
  const shape = [...stack, rows, columns]
  if (stack.every((size) => size === 1)) {
    const matrix = (value: typeof a) => tracer.reshape(value, value.shape.slice(-2))
    const attributes = { ...(transposeA && { transA: 1 }), ...(transposeB && { transB: 1 }) }
    const op = transposeA || transposeB ? 'Gemm' : 'MatMul'
    const made = tracer.op(op, [matrix(a), matrix(b)], { shape: [rows, columns], type: a.type }, attributes)
    return tracer.handle(tracer.reshape(made, shape))
  }
  const turned = (value: typeof a, turn: boolean) => {
    if (!turn) return value
    const axes = value.shape.map((_, axis) => axis)
    const last = axes.length - 1
    return tracer.transpose(value, [...axes.slice(0, -2), last, last - 1])
  }
  return tracer.handle(tracer.op('MatMul', [turned(a, transposeA), turned(b, transposeB)], { shape, type: a.type }))
}

export const matmul: Lowerings = { BatchMatMul: batchMatMul }
