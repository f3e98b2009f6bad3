/** Reads an export back as a user would and compares it with the run's own answers beside it. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { FileTensor, FileTensors } from '../engine/onnx-file/index.ts'
import { decodeNpy } from './npy.ts'
import type { Differences, ExportFormat } from './types.ts'

interface OpenModel {
  run(inputs: FileTensors): Promise<FileTensors>
  dispose(): Promise<void>
}

/** Loaded only here, so that whoever exports does not load what only the check needs. */
async function openModel(folder: string, format: ExportFormat, name: 'model' | 'pair-score'): Promise<OpenModel> {
  if (format === 'onnx') {
    const { openOnnxFile } = await import('../engine/onnx-file/index.ts')
    return openOnnxFile(await readFile(path.join(folder, `${name}.onnx`)))
  }
  const { openGraphModel } = await import('../engine/graph-model.ts')
  return openGraphModel(path.join(folder, name === 'model' ? '' : name, 'model.json'))
}

async function readGolden(folder: string, name: string): Promise<FileTensor> {
  const { shape, data } = decodeNpy(await readFile(path.join(folder, 'golden', `${name}.npy`)))
  return data instanceof Float32Array ? { shape, type: 'float32', data } : { shape, type: 'uint8', data }
}

/** Rows of a tensor, the first after the last again. */
function rows({ shape: [count = 0, ...rest], type, data }: FileTensor, start: number, length: number): FileTensor {
  const size = rest.reduce((product, side) => product * side, 1)
  const picked = data.slice(0, length * size)
  for (let i = 0; i < picked.length; i++) picked[i] = data[(start * size + i) % (count * size)] as number
  return { shape: [length, ...rest], type, data: picked }
}

/** Largest difference relative to the largest expected number; Infinity where anything is not a number. */
function difference(expected: FileTensor, found: FileTensor | undefined, smallestScale: number): number {
  if (expected.shape.join() !== found?.shape.join()) return Infinity
  let scale = smallestScale
  let largest = 0
  for (let i = 0; i < expected.data.length; i++) {
    const [a, b] = [Number(expected.data[i]), Number(found.data[i])]
    if (!Number.isFinite(a) || !Number.isFinite(b)) return Infinity
    scale = Math.max(scale, Math.abs(a))
    largest = Math.max(largest, Math.abs(a - b))
  }
  return largest / scale
}

/** Keeps codes that are all zero comparable. */
const TINY = 1e-6

/**
 * All pictures at once, and the last one alone: the batch must be free.
 * @throws Error when a file of the export is missing or cannot be loaded
 */
export async function measureExport(folder: string): Promise<Differences> {
  const card: unknown = JSON.parse(await readFile(path.join(folder, 'export.json'), 'utf8'))
  const { target } = card as { target: ExportFormat }
  const [inputs, outputs, distances] = await Promise.all(
    ['inputs', 'outputs', 'distances'].map((name) => readGolden(folder, name)) as [
      Promise<FileTensor>,
      Promise<FileTensor>,
      Promise<FileTensor>,
    ],
  )
  const [count = 0] = inputs.shape
  const parts = [[0, count], [count - 1, 1]] as const // prettier-ignore

  async function largest(
    name: 'model' | 'pair-score',
    measure: (model: OpenModel, part: readonly [number, number]) => Promise<number>,
  ) {
    const model = await openModel(folder, target, name)
    try {
      const found: number[] = []
      for (const part of parts) found.push(await measure(model, part))
      return Math.max(...found)
    } finally {
      await model.dispose()
    }
  }

  return {
    codes: await largest('model', async (model, part) => {
      const { codes } = await model.run({ images: rows(inputs, ...part) })
      return difference(rows(outputs, ...part), codes, TINY)
    }),
    distances: await largest('pair-score', async (model, [start, length]) => {
      const pair = { a: rows(outputs, start, length), b: rows(outputs, start + 1, length) }
      return difference(rows(distances, start, length), (await model.run(pair)).distance, 1)
    }),
  }
}
