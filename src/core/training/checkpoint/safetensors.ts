/**
 * The safetensors format: 8 bytes little-endian length of the header, the header as JSON (name -> dtype, shape and byte
 * range; `__metadata__` holds strings), then the raw little-endian data without gaps.
 * Any program that knows the format opens our checkpoints. https://github.com/huggingface/safetensors#format
 */
import { endianness } from 'node:os'
import { z } from 'zod'
import type { DType, HostTensor, HostTensorMap } from '../../engine/program.ts'
import { sizeOf } from '../../engine/program.ts'

/** The format's own limit for a header; beyond it a file is no safetensors file. */
const MAX_HEADER_BYTES = 100_000_000

const DTYPES = { float32: 'F32', int32: 'I32' } as const

export interface SafetensorsFile {
  readonly metadata: Readonly<Record<string, string>>
  readonly tensors: HostTensorMap
}

const entrySchema = z.strictObject({
  dtype: z.enum(['F32', 'I32']),
  shape: z.array(z.number().int().min(0)).max(16),
  data_offsets: z.tuple([z.number().int().min(0), z.number().int().min(0)]),
})
const metadataSchema = z.record(z.string(), z.string())

/** Thrown for bytes that are not a whole, valid file: a sentence without the file's name, which the caller knows. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError'
}

function bytesOf(data: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

function requireLittleEndian(): void {
  if (endianness() !== 'LE') throw new SafetensorsError('this processor stores numbers the other way round')
}

/** Bytes of the tensors, as they stand in the file: names in ascending order, without copying. */
export function dataChunks(tensors: HostTensorMap): Uint8Array[] {
  requireLittleEndian()
  return Object.keys(tensors)
    .sort()
    .map((name) => bytesOf((tensors[name] as HostTensor).data))
}

/** The file as chunks to be written one after another; the data are not copied. */
export function encodeSafetensors({ metadata, tensors }: SafetensorsFile): Uint8Array[] {
  let offset = 0
  // Without a prototype, so that a tensor called `__proto__` is a name like any other.
  const header: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  header['__metadata__'] = metadata
  for (const name of Object.keys(tensors).sort()) {
    const { shape, dtype, data } = tensors[name] as HostTensor
    if (name === '__metadata__') throw new SafetensorsError(`'__metadata__' cannot be a tensor's name`)
    if (data.length !== sizeOf(shape))
      throw new SafetensorsError(`'${name}' holds ${data.length} numbers, not ${shape.join('x')}`)
    header[name] = { dtype: DTYPES[dtype], shape, data_offsets: [offset, offset + data.byteLength] }
    offset += data.byteLength
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  // Padded with spaces so that the data start at a multiple of 8 and can be mapped without copying.
  const padded = new Uint8Array(Math.ceil(json.byteLength / 8) * 8).fill(0x20)
  padded.set(json)
  const length = new Uint8Array(8)
  new DataView(length.buffer).setBigUint64(0, BigInt(padded.byteLength), true)
  return [length, padded, ...dataChunks(tensors)]
}

function parseHeader(bytes: Uint8Array): { header: [string, unknown][]; start: number } {
  if (bytes.byteLength < 8) throw new SafetensorsError(`it holds only ${bytes.byteLength} bytes`)
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true)
  if (length > BigInt(MAX_HEADER_BYTES)) throw new SafetensorsError('its header is longer than the format allows')
  const start = 8 + Number(length)
  if (start > bytes.byteLength) throw new SafetensorsError('it ends inside its header')
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, start)))
  } catch (error) {
    throw new SafetensorsError('its header is not JSON', { cause: error })
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw new SafetensorsError('its header is not an object')
  return { header: Object.entries(header), start }
}

function readTensor(name: string, entry: z.infer<typeof entrySchema>, data: Uint8Array): HostTensor {
  const [begin, end] = entry.data_offsets
  const size = sizeOf(entry.shape)
  if (!Number.isSafeInteger(size) || end - begin !== size * 4) {
    throw new SafetensorsError(`'${name}' of shape [${entry.shape.join(', ')}] cannot take ${end - begin} bytes`)
  }
  if (end > data.byteLength) throw new SafetensorsError(`it ends before '${name}' does`)
  // Not `slice`: a Buffer's does not copy, and the data need not be aligned where they lie.
  const copy = new Uint8Array(data.subarray(begin, end)).buffer
  const dtype: DType = entry.dtype === 'F32' ? 'float32' : 'int32'
  return { shape: entry.shape, dtype, data: dtype === 'float32' ? new Float32Array(copy) : new Int32Array(copy) }
}

/** @throws SafetensorsError that says what is wrong: truncated, not JSON, ranges that overlap, leave gaps or run over. */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  requireLittleEndian()
  const { header, start } = parseHeader(bytes)
  const data = bytes.subarray(start)
  let metadata: Record<string, string> = {}
  const entries: { name: string; entry: z.infer<typeof entrySchema> }[] = []
  for (const [name, value] of header) {
    if (name === '__metadata__') {
      const parsed = metadataSchema.safeParse(value)
      if (!parsed.success) throw new SafetensorsError('its metadata are not strings')
      metadata = parsed.data
    } else {
      const parsed = entrySchema.safeParse(value)
      if (!parsed.success) throw new SafetensorsError(`the header's entry '${name}' is not understood`)
      entries.push({ name, entry: parsed.data })
    }
  }
  entries.sort(
    (a, b) => a.entry.data_offsets[0] - b.entry.data_offsets[0] || a.entry.data_offsets[1] - b.entry.data_offsets[1],
  )
  const tensors = Object.create(null) as HostTensorMap
  let offset = 0
  for (const { name, entry } of entries) {
    if (entry.data_offsets[0] !== offset) throw new SafetensorsError(`'${name}' does not follow the tensor before it`)
    tensors[name] = readTensor(name, entry, data)
    offset = entry.data_offsets[1]
  }
  if (offset !== data.byteLength)
    throw new SafetensorsError(`${data.byteLength - offset} bytes at its end belong to nothing`)
  return { metadata, tensors: { ...tensors } }
}
