/** Loads TensorFlow.js graph models from a folder, as a user's program would. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import '@tensorflow/tfjs-backend-wasm'
import { loadGraphModel } from '@tensorflow/tfjs-converter'
import { messageOf } from '../../shared/errors.ts'
import type { FileTensor } from './onnx-file/index.ts'
import { tf } from './tf.ts'

export interface OpenGraphModel {
  /** @param inputs by the names of the signature; uint8 is fed as int32 @returns outputs by name */
  run(inputs: Readonly<Record<string, FileTensor>>): Promise<Record<string, FileTensor>>
  dispose(): Promise<void>
}

interface Signature {
  readonly outputs: Readonly<Record<string, { readonly name: string }>>
}

/**
 * Runs on the wasm backend, which browsers use where there is no GPU, and in plain JavaScript where it lacks an op. That
 * is TensorFlow.js' backend for the whole process until the model is disposed of.
 * @param file path of a `model.json` @throws Error when the model or its weights cannot be read
 */
export async function openGraphModel(file: string): Promise<OpenGraphModel> {
  const before = tf.getBackend()
  if (!(await tf.setBackend('wasm').catch(() => false))) await tf.setBackend('cpu')
  const artifacts = await readArtifacts(file)
  const model = await loadGraphModel({ load: async () => artifacts })
  const { outputs } = artifacts.signature as Signature
  const nodes = Object.values(outputs).map(({ name }) => name)

  function execute(inputs: Readonly<Record<string, FileTensor>>): tf.Tensor[] {
    return tf.tidy(() => {
      const fed = Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, feed(tensor)]))
      const made = model.execute(fed, nodes)
      return Array.isArray(made) ? made : [made]
    })
  }

  return {
    async run(inputs) {
      let tensors: tf.Tensor[]
      try {
        tensors = execute(inputs)
      } catch (error) {
        if (tf.getBackend() === 'cpu' || !/not registered/.test(messageOf(error))) throw error
        await tf.setBackend('cpu')
        tensors = execute(inputs)
      }
      const results = await Promise.all(
        Object.keys(outputs).map(async (name, i): Promise<[string, FileTensor]> => {
          const tensor = tensors[i] as tf.Tensor
          return [name, { shape: tensor.shape, type: 'float32', data: (await tensor.data()) as Float32Array }]
        }),
      )
      tf.dispose(tensors)
      return Object.fromEntries(results)
    },
    async dispose() {
      model.dispose()
      await tf.setBackend(before)
    },
  }
}

function feed({ type, data, shape }: FileTensor): tf.Tensor {
  if (type === 'float32') return tf.tensor(data as Float32Array, [...shape], 'float32')
  return tf.tensor(Int32Array.from(data as Uint8Array, Number), [...shape], 'int32')
}

async function readArtifacts(file: string): Promise<tf.io.ModelArtifacts> {
  const json = JSON.parse(await readFile(file, 'utf8')) as tf.io.ModelJSON
  const shards = json.weightsManifest.flatMap(({ paths }) => paths)
  const parts = await Promise.all(shards.map((shard) => readFile(path.join(path.dirname(file), shard))))
  return {
    modelTopology: json.modelTopology,
    signature: json.signature ?? {},
    format: json.format ?? 'graph-model',
    weightSpecs: json.weightsManifest.flatMap(({ weights }) => weights),
    weightData: new Uint8Array(Buffer.concat(parts)).buffer,
  }
}
