import { describe, expect, it } from 'vitest'
import { readBmp } from './bmp.ts'

interface Fields {
  readonly width: number
  readonly height: number
  readonly bits: number
  readonly rows: readonly (readonly number[])[]
  readonly palette?: readonly number[]
  readonly compression?: number
  readonly masks?: readonly number[]
}

/** Rows as they stand in the file, bottom up unless the height is negative. */
function bmp({ width, height, bits, rows, palette = [], compression = 0, masks = [] }: Fields): Buffer {
  const rowBytes = Math.ceil((width * bits) / 32) * 4
  const offset = 54 + masks.length * 4 + palette.length
  const bytes = Buffer.alloc(offset + rowBytes * Math.abs(height))
  bytes.write('BM')
  bytes.writeUInt32LE(bytes.length, 2)
  bytes.writeUInt32LE(offset, 10)
  bytes.writeUInt32LE(40 + (masks.length > 3 ? 16 : 0), 14)
  bytes.writeInt32LE(width, 18)
  bytes.writeInt32LE(height, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(bits, 28)
  bytes.writeUInt32LE(compression, 30)
  bytes.writeUInt32LE(palette.length / 4, 46)
  masks.forEach((mask, i) => bytes.writeUInt32LE(mask, 54 + i * 4))
  Buffer.from(palette).copy(bytes, 54 + masks.length * 4)
  rows.forEach((row, y) => Buffer.from(row).copy(bytes, offset + y * rowBytes))
  return bytes
}

const BLACK_RED_WHITE = [0, 0, 0, 0, 0, 0, 255, 0, 255, 255, 255, 0]

describe('readBmp', () => {
  it('reads 1 bit', () => {
    const file = bmp({
      width: 10,
      height: 2,
      bits: 1,
      palette: BLACK_RED_WHITE.slice(0, 8),
      rows: [[0b10000000, 0b01000000], [0]],
    })
    const { data, channels } = readBmp(file)
    expect(channels).toBe(3)
    expect([...data.subarray(0, 30)]).toEqual(new Array(30).fill(0))
    expect([...data.subarray(30, 33)]).toEqual([255, 0, 0])
    expect([...data.subarray(57, 60)]).toEqual([255, 0, 0])
  })

  it('reads 4 bits', () => {
    const file = bmp({ width: 3, height: 1, bits: 4, palette: BLACK_RED_WHITE, rows: [[0x01, 0x20]] })
    expect([...readBmp(file).data]).toEqual([0, 0, 0, 255, 0, 0, 255, 255, 255])
  })

  it('reads 8 bits, top down', () => {
    const file = bmp({ width: 1, height: -2, bits: 8, palette: BLACK_RED_WHITE, rows: [[1], [2]] })
    expect([...readBmp(file).data]).toEqual([255, 0, 0, 255, 255, 255])
  })

  it('reads 16 bits, plain and with masks', () => {
    const row = [0x00, 0x7c, 0xe0, 0x03]
    expect([...readBmp(bmp({ width: 2, height: 1, bits: 16, rows: [row] })).data]).toEqual([255, 0, 0, 0, 255, 0])
    const masks = [0xf800, 0x07e0, 0x001f]
    const file = bmp({ width: 2, height: 1, bits: 16, rows: [[0x00, 0xf8, 0xe0, 0x07]], compression: 3, masks })
    expect([...readBmp(file).data]).toEqual([255, 0, 0, 0, 255, 0])
  })

  it('reads 24 bits with padded rows, bottom up', () => {
    const file = bmp({
      width: 1,
      height: 2,
      bits: 24,
      rows: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    })
    expect([...readBmp(file).data]).toEqual([6, 5, 4, 3, 2, 1])
  })

  it('reads 32 bits: without masks the fourth byte means nothing, with an alpha mask it is alpha', () => {
    expect([...readBmp(bmp({ width: 1, height: 1, bits: 32, rows: [[1, 2, 3, 0]] })).data]).toEqual([3, 2, 1])
    const masks = [0xff0000, 0xff00, 0xff, 0xff000000]
    const file = bmp({ width: 1, height: 1, bits: 32, rows: [[1, 2, 3, 128]], compression: 3, masks })
    expect(readBmp(file)).toMatchObject({ channels: 4 })
    expect([...readBmp(file).data]).toEqual([3, 2, 1, 128])
  })

  it('names what is wrong', () => {
    const whole = bmp({ width: 4, height: 4, bits: 24, rows: [] })
    const kindOf = (file: Buffer) => {
      try {
        readBmp(file)
      } catch (error) {
        return (error as { kind: string }).kind
      }
      return 'fine'
    }
    expect(kindOf(whole)).toBe('fine')
    expect(kindOf(whole.subarray(0, -1))).toBe('truncated')
    expect(kindOf(whole.subarray(0, 40))).toBe('truncated')
    expect(kindOf(whole.subarray(0, 20))).toBe('truncated')
    expect(kindOf(bmp({ width: 2, height: 1, bits: 8, rows: [], compression: 1 }))).toBe('unreadable')
    expect(kindOf(bmp({ width: 2, height: 1, bits: 8, rows: [[9, 9]], palette: BLACK_RED_WHITE }))).toBe('unreadable')
    const huge = Buffer.from(whole)
    huge.writeInt32LE(100_000, 18)
    huge.writeInt32LE(100_000, 22)
    expect(kindOf(huge)).toBe('too-large')
  })
})
