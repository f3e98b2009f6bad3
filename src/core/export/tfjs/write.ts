/**
 * A TensorFlow.js graph model as files: `model.json` and shards of weights, as `tf.loadGraphModel` reads them
 * (https://github.com/tensorflow/tfjs/blob/tfjs-v4.22.0/tfjs-core/src/io/types.ts).
 */
import type { GraphModelData } from './graph-def.ts'

/** Browsers cache files of up to 4 MB well; it is also what TensorFlow's own converter writes. */
const SHARD_BYTES = 4 * 2 ** 20

export interface NamedBytes {
  /** Path in the export's folder, with forward slashes. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** @param folder where in the export the model goes, empty or with a closing slash */
export function graphModelFiles(
  model: GraphModelData,
  folder: string,
  { generatedBy, metadata }: { generatedBy: string; metadata?: object },
): NamedBytes[] {
  const { nodes, weights, inputs, outputs } = model
  const data = Buffer.concat(weights.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)))
  const count = Math.max(1, Math.ceil(data.length / SHARD_BYTES))
  const paths = Array.from({ length: count }, (_, i) => `group1-shard${i + 1}of${count}.bin`)
  const json = {
    format: 'graph-model',
    generatedBy,
    convertedBy: generatedBy,
    signature: { inputs, outputs },
    ...(metadata && { userDefinedMetadata: metadata }),
    modelTopology: { node: nodes, library: {}, versions: { producer: 1882 } },
    weightsManifest: [{ paths, weights: weights.map(({ name, shape, dtype }) => ({ name, shape, dtype })) }],
  }
  return [
    { name: `${folder}model.json`, bytes: new TextEncoder().encode(JSON.stringify(json)) },
    ...paths.map((name, i) => ({
      name: folder + name,
      bytes: data.subarray(i * SHARD_BYTES, (i + 1) * SHARD_BYTES),
    })),
  ]
}
