/**
 * What JSON cannot say, for both ends of a transport: typed arrays travel as base64, and the numbers that JSON turns into
 * null travel by name. Numbers in typed arrays are little-endian, as on every platform the app runs on.
 */

/** How one kind of value is written into JSON and read back; oRPC's `customJsonSerializers` take a list of them. */
export interface JsonSerializer {
  /** Goes over the wire; up to 20 are oRPC's own. */
  readonly type: number
  condition(value: unknown): boolean
  serialize(value: never): string
  /** Throws where the other side sent something else. */
  deserialize(text: unknown): unknown
}

type NumericArray = Uint8Array | Float32Array | Float64Array

interface ArrayKind {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBuffer): NumericArray
}

/** More arguments than this overflow the stack of `String.fromCharCode`. */
const CHUNK = 0x8000

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  return btoa(text)
}

function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('Expected text in place of a number or an array.')
  return value
}

function arrays(type: number, Kind: ArrayKind): JsonSerializer {
  return {
    type,
    condition: (value) => value instanceof Kind,
    serialize: (value: NumericArray) => toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)),
    deserialize: (text) => {
      const { buffer } = fromBase64(textOf(text))
      if (buffer.byteLength % Kind.BYTES_PER_ELEMENT !== 0) throw new TypeError('An array is cut off.')
      return new Kind(buffer)
    },
  }
}

const NUMBERS = new Map([Number.NaN, Infinity, -Infinity].map((number) => [String(number), number]))

const notFinite: JsonSerializer = {
  type: 21,
  condition: (value) => typeof value === 'number' && !Number.isFinite(value),
  serialize: (value: number) => String(value),
  deserialize: (text) => {
    const number = NUMBERS.get(textOf(text))
    if (number === undefined) throw new TypeError('Expected the name of a number.')
    return number
  },
}

/** Must be the same on both ends; a type number is never given to something else. */
export const serializers: readonly JsonSerializer[] = [
  notFinite,
  arrays(22, Uint8Array),
  arrays(23, Float32Array),
  arrays(24, Float64Array),
]
