import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { floatTensor, intTensor } from '../../engine/program.ts'
import type { HostTensor } from '../../engine/program.ts'
import { decodeSafetensors, encodeSafetensors, SafetensorsError } from './safetensors.ts'

function join(chunks: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(chunks))
}

function file(header: unknown, data = new Uint8Array(0)): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const length = new Uint8Array(8)
  new DataView(length.buffer).setBigUint64(0, BigInt(json.byteLength), true)
  return join([length, json, data])
}

const tensor: fc.Arbitrary<HostTensor> = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }).chain((shape) => {
  const length = shape.reduce((a, b) => a * b, 1)
  return fc.oneof(
    fc.float32Array({ minLength: length, maxLength: length }).map((data) => floatTensor(shape, data)),
    fc.int32Array({ minLength: length, maxLength: length }).map((data) => intTensor(shape, data)),
  )
})
// `__proto__` cannot be the key of an ordinary object literal; nobody calls a tensor so.
const name = fc.string().filter((text) => text !== '__metadata__' && text !== '__proto__')

describe('safetensors', () => {
  it('gives back what was written, NaN and -0 included', () => {
    fc.assert(
      fc.property(fc.dictionary(name, tensor), fc.dictionary(name, fc.string()), (tensors, metadata) => {
        const read = decodeSafetensors(join(encodeSafetensors({ tensors: { ...tensors }, metadata: { ...metadata } })))
        expect(read.metadata).toEqual({ ...metadata })
        expect(Object.keys(read.tensors).sort()).toEqual(Object.keys(tensors).sort())
        for (const [key, { shape, dtype, data }] of Object.entries(tensors)) {
          const back = read.tensors[key] as HostTensor
          expect([back.shape, back.dtype]).toEqual([shape, dtype])
          expect(new Uint8Array(back.data.buffer)).toEqual(
            new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
          )
        }
      }),
      { seed: 3, numRuns: 200 },
    )
  })

  it('refuses every shorter file', () => {
    const whole = join(
      encodeSafetensors({ tensors: { a: floatTensor([2, 3], new Float32Array(6)) }, metadata: { k: 'v' } }),
    )
    for (let length = 0; length < whole.byteLength; length++) {
      expect(() => decodeSafetensors(whole.subarray(0, length)), `${length} bytes`).toThrow(SafetensorsError)
    }
  })

  it('never crashes on damaged bytes', () => {
    const whole = join(
      encodeSafetensors({ tensors: { a: floatTensor([2, 3], new Float32Array(6)) }, metadata: { k: 'v' } }),
    )
    fc.assert(
      fc.property(fc.nat(whole.byteLength - 1), fc.nat(255), (at, value) => {
        const damaged = whole.slice()
        damaged[at] = value
        try {
          decodeSafetensors(damaged)
        } catch (error) {
          expect(error).toBeInstanceOf(SafetensorsError)
        }
      }),
      { seed: 4, numRuns: 500 },
    )
  })

  const bytes = new Uint8Array(8)
  it.each([
    ['a header longer than the file', file('x').fill(0xff, 0, 8), /longer than the format/],
    ['text that is not JSON', file('{"a":'), /not JSON/],
    ['a list', file([]), /not an object/],
    [
      'an unknown type',
      file({ a: { dtype: 'F16', shape: [4], data_offsets: [0, 8] } }, bytes),
      /'a' is not understood/,
    ],
    [
      'a negative size',
      file({ a: { dtype: 'F32', shape: [-2], data_offsets: [0, 8] } }, bytes),
      /'a' is not understood/,
    ],
    ['a wrong size', file({ a: { dtype: 'F32', shape: [3], data_offsets: [0, 8] } }, bytes), /cannot take 8 bytes/],
    ['a huge size', file({ a: { dtype: 'F32', shape: [1e9, 1e9, 1e9], data_offsets: [0, 8] } }, bytes), /cannot take/],
    ['a gap', file({ a: { dtype: 'F32', shape: [1], data_offsets: [4, 8] } }, bytes), /does not follow/],
    ['bytes left over', file({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, bytes), /4 bytes at its end/],
    ['metadata that are not text', file({ __metadata__: { a: 1 } }), /metadata are not strings/],
  ])('refuses %s', (_, damaged, message) => {
    expect(() => decodeSafetensors(damaged)).toThrow(message)
  })
})
