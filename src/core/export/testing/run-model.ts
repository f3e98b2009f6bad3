/** For tests: runs a model as each format would. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Rng } from '../../../shared/random.ts'
import { openGraphModel } from '../../engine/graph-model.ts'
import {
  encodeModel,
  openOnnxFile,
  type FileTensor,
  type FileTensors,
  type OnnxModel,
} from '../../engine/onnx-file/index.ts'
import { toGraphModel } from '../tfjs/convert.ts'
import { graphModelFiles } from '../tfjs/write.ts'
import type { ExportFormat } from '../types.ts'

/** Runs a model in a format, once for each set of inputs. */
export async function runAs(
  format: ExportFormat,
  model: OnnxModel,
  inputs: readonly FileTensors[],
): Promise<FileTensors[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'oneshot-export-'))
  try {
    if (format === 'tfjs') {
      const files = graphModelFiles(await toGraphModel(model), 'model/', { generatedBy: 'test' })
      await mkdir(path.join(folder, 'model'))
      for (const { name, bytes } of files) await writeFile(path.join(folder, name), bytes)
    }
    const open =
      format === 'onnx'
        ? await openOnnxFile(encodeModel(model))
        : await openGraphModel(path.join(folder, 'model/model.json'))
    const results: FileTensors[] = []
    for (const one of inputs) results.push(await open.run(one))
    await open.dispose()
    return results
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Numbers of a tensor, the same for the same seed: normal ones, bytes for uint8. */
export function random(shape: readonly number[], seed: number, type: 'float32' | 'uint8' = 'float32'): FileTensor {
  const rng = new Rng(seed)
  const length = shape.reduce((product, size) => product * size, 1)
  if (type === 'uint8') return { shape, type, data: Uint8Array.from({ length }, () => rng.int(256)) }
  return { shape, type, data: Float32Array.from({ length }, () => rng.normal()) }
}

/** Largest difference relative to the largest expected number. */
export function apart(expected: ArrayLike<number>, found: ArrayLike<number>): number {
  if (expected.length !== found.length) return Infinity
  let [largest, scale] = [0, 1e-9]
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [expected[i] as number, found[i] as number]
    if (!Number.isFinite(a) || !Number.isFinite(b)) return Infinity
    largest = Math.max(largest, Math.abs(a - b))
    scale = Math.max(scale, Math.abs(a))
  }
  return largest / scale
}
