/** Runs an ONNX file as it stands. */
import { createSession, ort } from '../onnx/session.ts'
import { ELEMENT_TYPE } from '../onnx/schema.ts'
import type { FileData, FileElementType, FileTensor } from './tensor.ts'

export type FileTensors = Record<string, FileTensor>

export interface OpenFile {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** @throws Error when an input is missing or does not fit */
  run(inputs: Readonly<Record<string, FileTensor>>): Promise<FileTensors>
  dispose(): Promise<void>
}

/** @throws Error when ONNX Runtime does not take the file */
export async function openOnnxFile(bytes: Uint8Array): Promise<OpenFile> {
  const session = await createSession(bytes, { provider: 'cpu', inference: true })
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    async run(inputs) {
      const feeds = Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, toOrt(tensor)]))
      const results = await session.run(feeds)
      return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, fromOrt(name, tensor)]))
    },
    dispose: () => session.release(),
  }
}

/** Opens, runs once and closes. */
export async function runOnnxOnce(
  bytes: Uint8Array,
  inputs: Readonly<Record<string, FileTensor>>,
): Promise<FileTensors> {
  const file = await openOnnxFile(bytes)
  try {
    return await file.run(inputs)
  } finally {
    await file.dispose()
  }
}

function toOrt({ type, data, shape }: FileTensor): ort.Tensor {
  return new ort.Tensor(type, data as Float32Array, [...shape])
}

function fromOrt(name: string, tensor: ort.Tensor): FileTensor {
  if (!(tensor.type in ELEMENT_TYPE)) throw new Error(`'${name}' comes out as ${tensor.type}`)
  return { shape: tensor.dims, type: tensor.type as FileElementType, data: tensor.data as FileData }
}
