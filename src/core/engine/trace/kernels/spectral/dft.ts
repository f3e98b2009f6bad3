/**
 * The discrete Fourier transform of square tiles as products with constant matrices. Real numbers need the frequencies
 * f = 0 ... T / 2 of the rows only; a complex number is two rows, real part first. Every step works from the left on
 * [rows, everything else], so that nothing is ever turned around.
 */
import type { GraphBuilder, Value } from '../../../onnx/graph.ts'

/** Row frequencies of a tile. */
export const rowFrequencies = (size: number) => Math.floor(size / 2) + 1

type Entry = (row: number, column: number) => number

/** A matrix by its formula, once for each graph, so that equal transforms are one node. */
function matrix(builder: GraphBuilder, key: string, [rows, columns]: readonly [number, number], entry: Entry): Value {
  return builder.once(key, () => {
    const data = Float32Array.from({ length: rows * columns }, (_, i) => entry(Math.floor(i / columns), i % columns))
    return builder.constant(data, [rows, columns], 'float32')
  })
}

const angle = (size: number, frequency: number, position: number) =>
  (2 * Math.PI * ((frequency * position) % size)) / size

/** Half of the frequencies stand for their mirror images as well. */
const weight = (size: number, frequency: number) => (frequency === 0 || 2 * frequency === size ? 1 : 2) / (size * size)

/** A complex number e^(i * angle) as its matrix [[cos, -sin], [sin, cos]]. */
const turn = (theta: number, row: number, column: number) =>
  row === column ? Math.cos(theta) : row === 0 ? -Math.sin(theta) : Math.sin(theta)

/** Which way frequencies turn: -1 for a picture, 1 for a filter, whose spectrum is conjugate. */
type Sense = 1 | -1

/** Rows to frequencies: [(f, 2), length]. */
export function rowsIn(builder: GraphBuilder, size: number, length: number, sense: Sense): Value {
  const shape = [2 * rowFrequencies(size), length] as const
  return matrix(builder, `rows in ${size} ${length} ${sense}`, shape, (row, position) =>
    turn(sense * angle(size, row >> 1, position), row & 1, 0),
  )
}

/** Columns to frequencies: [(g, 2), (2, length)]. */
export function columnsIn(builder: GraphBuilder, size: number, length: number, sense: Sense): Value {
  return matrix(builder, `columns in ${size} ${length} ${sense}`, [2 * size, 2 * length], (row, column) =>
    turn(sense * angle(size, row >> 1, column % length), row & 1, Math.floor(column / length)),
  )
}

/** Columns of a filter to the matrices of its frequencies: [(g, 2, 2), (2, length)]. */
export function columnsToMatrices(builder: GraphBuilder, size: number, length: number): Value {
  return matrix(builder, `matrices ${size} ${length}`, [4 * size, 2 * length], (row, column) => {
    const [p, q] = [(row >> 1) & 1, row & 1]
    const part = (which: number) => turn(angle(size, row >> 2, column % length), which, Math.floor(column / length))
    if (p === q) return part(0)
    return p === 0 ? -part(1) : part(1)
  })
}

/** Frequencies back to the first columns of a tile: [(2, length), (g, 2)]. */
export function columnsOut(builder: GraphBuilder, size: number, length: number): Value {
  return matrix(builder, `columns out ${size} ${length}`, [2 * length, 2 * size], (row, column) =>
    turn(angle(size, column >> 1, row % length), Math.floor(row / length), column & 1),
  )
}

/** Frequencies back to the first rows of a tile, real numbers: [length, (f, 2)]. */
export function rowsOut(builder: GraphBuilder, size: number, length: number): Value {
  return matrix(
    builder,
    `rows out ${size} ${length}`,
    [length, 2 * rowFrequencies(size)],
    (row, column) => weight(size, column >> 1) * turn(angle(size, column >> 1, row), 0, column & 1),
  )
}
