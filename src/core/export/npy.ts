/**
 * NumPy's file format, version 1.0 (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): 6 bytes of
 * magic, 2 of version, the header's length (16 bits, little-endian), a header that is a Python literal padded with
 * spaces to a multiple of 64 bytes, then the numbers, row-major and little-endian.
 */
const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0)
const ALIGNMENT = 64

/** An array as the format holds it, row-major. */
export interface NpyArray {
  readonly shape: readonly number[]
  readonly data: Float32Array | Uint8Array
}

/** Bytes of the file: `<f4` or `|u1` by the kind of array. */
export function encodeNpy({ shape, data }: NpyArray): Uint8Array {
  const type = data instanceof Float32Array ? '<f4' : '|u1'
  // A tuple of one needs its comma.
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }`
  const start = Math.ceil((MAGIC.length + 2 + header.length + 1) / ALIGNMENT) * ALIGNMENT
  const padded = `${header.padEnd(start - MAGIC.length - 3)}\n`
  const bytes = new Uint8Array(start + data.byteLength)
  bytes.set(MAGIC)
  new DataView(bytes.buffer).setUint16(MAGIC.length, padded.length, true)
  bytes.set(new TextEncoder().encode(padded), MAGIC.length + 2)
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start)
  return bytes
}

/** Reads what `encodeNpy` wrote. @throws Error when it is anything else */
export function decodeNpy(bytes: Uint8Array): NpyArray {
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) throw new Error('it is not a .npy file of version 1.0')
  const start = MAGIC.length + 2 + new DataView(bytes.buffer, bytes.byteOffset).getUint16(MAGIC.length, true)
  const header = new TextDecoder().decode(bytes.subarray(MAGIC.length + 2, start))
  const [, type, dimensions] = /'descr': '([^']+)', 'fortran_order': False, 'shape': \(([\d, ]*)\)/.exec(header) ?? []
  const shape = (dimensions ?? '').split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]))
  // Copied, so that the numbers start at a multiple of their size.
  const body = new Uint8Array(bytes.subarray(start))
  if (type !== '<f4' && type !== '|u1') throw new Error(`it holds numbers of type ${type ?? '?'}`)
  const data = type === '<f4' ? new Float32Array(body.buffer) : body
  if (data.length !== shape.reduce((product, size) => product * size, 1)) throw new Error('it is cut short')
  return { shape, data }
}
