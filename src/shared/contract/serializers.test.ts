import { StandardRPCJsonSerializer } from '@orpc/client/standard'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serializers } from './serializers.ts'

const json = new StandardRPCJsonSerializer({ customJsonSerializers: serializers })

/** Through JSON text and back, as a transport does it. */
function travel(value: unknown): unknown {
  const [data, meta] = json.serialize(value)
  const arrived = JSON.parse(JSON.stringify({ data, meta })) as { data: unknown; meta: typeof meta }
  return json.deserialize(arrived.data, arrived.meta)
}

describe('serializers', () => {
  it('brings typed arrays over, bit by bit', () => {
    const anyArray = fc.oneof(fc.uint8Array(), fc.float32Array(), fc.float64Array())
    fc.assert(
      fc.property(anyArray, (array) => {
        expect(travel({ deep: [array] })).toStrictEqual({ deep: [array] })
      }),
      { seed: 1 },
    )
  })

  it('brings the numbers over that JSON does not know', () => {
    const value = { loss: Infinity, list: [-Infinity, Number.NaN, 1.5], none: null }
    expect(travel(value)).toStrictEqual(value)
  })

  it('takes only the part of a buffer that the array shows, and a Buffer as plain bytes', () => {
    const whole = new Float32Array([1, 2, 3, 4])
    expect(travel(whole.subarray(1, 3))).toStrictEqual(new Float32Array([2, 3]))
    const arrived = travel(Buffer.from([7, 8]))
    expect(arrived).toStrictEqual(new Uint8Array([7, 8]))
    expect(Buffer.isBuffer(arrived)).toBe(false)
  })

  it('brings over arrays longer than an argument list', () => {
    const long = Uint8Array.from({ length: 200_001 }, (_, i) => i % 256)
    expect(Buffer.compare(travel(long) as Uint8Array, long)).toBe(0)
  })

  it.each([
    ['an array that is no text', 12, [[22]]],
    ['text that is not base64', 'a%', [[22]]],
    ['numbers that are cut off', btoa('12345'), [[24]]],
    ['a number of another name', 'toString', [[21]]],
  ])('refuses %s', (_what, data, meta) => {
    expect(() => json.deserialize(data, meta as [[number]])).toThrow()
  })
})
