import { describe, expect, it } from 'vitest'
import { decodeNpy, encodeNpy } from './npy.ts'

describe('.npy files', () => {
  it('come back as they were', () => {
    const floats = { shape: [2, 3], data: Float32Array.of(1, -2.5, 0, 1e-9, NaN, Infinity) }
    const bytes = { shape: [4], data: Uint8Array.of(0, 1, 128, 255) }
    expect(decodeNpy(encodeNpy(floats))).toEqual(floats)
    expect(decodeNpy(encodeNpy(bytes))).toEqual(bytes)
    expect(decodeNpy(encodeNpy({ shape: [], data: Float32Array.of(3) }))).toEqual({
      shape: [],
      data: Float32Array.of(3),
    })
  })

  it('are what NumPy writes', () => {
    // numpy.save of numpy.array([1, 2], dtype='<f4'), NumPy 2.4
    const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }`.padEnd(117)
    const expected = Buffer.concat([
      Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]),
      Buffer.from(`${header}\n`),
      Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]),
    ])
    expect(Buffer.compare(encodeNpy({ shape: [2], data: Float32Array.of(1, 2) }), expected)).toBe(0)
  })

  it('are refused when they are something else or cut short', () => {
    expect(() => decodeNpy(new Uint8Array(200))).toThrow('not a .npy file')
    const whole = encodeNpy({ shape: [4], data: new Uint8Array(4) })
    expect(() => decodeNpy(whole.subarray(0, -1))).toThrow('cut short')
  })
})
