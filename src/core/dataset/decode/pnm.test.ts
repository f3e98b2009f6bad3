import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPnm } from './pnm.ts'

const RUNS = { seed: 20, numRuns: 200 }

const shapes = fc.record({
  width: fc.integer({ min: 1, max: 19 }),
  height: fc.integer({ min: 1, max: 9 }),
  maximum: fc.constantFrom(1, 7, 200, 255, 256, 4095, 65535),
  colour: fc.boolean(),
  seed: fc.nat(),
  comment: fc.constantFrom('', '# made by hand\n', '#\n# two\n'),
})

function samplesOf({
  width,
  height,
  maximum,
  colour,
  seed,
}: {
  width: number
  height: number
  maximum: number
  colour: boolean
  seed: number
}) {
  return Array.from({ length: width * height * (colour ? 3 : 1) }, (_, i) => (seed + i * 40503) % (maximum + 1))
}

const scaled = (samples: readonly number[], maximum: number) =>
  samples.map((sample) => Math.round((sample * 255) / maximum))

describe('readPnm', () => {
  it('reads binary pictures of any depth', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { width, height, maximum, colour, comment } = shape
        const samples = samplesOf(shape)
        const body = Buffer.from(maximum > 255 ? samples.flatMap((sample) => [sample >> 8, sample & 255]) : samples)
        const head = Buffer.from(`P${colour ? 6 : 5}\n${comment}${width} ${height}\n${maximum}\n`)
        const read = readPnm(Buffer.concat([head, body]))
        expect(read).toMatchObject({ width, height, channels: colour ? 3 : 1 })
        expect([...read.data]).toEqual(scaled(samples, maximum))
      }),
      RUNS,
    )
  })

  it('reads plain pictures of any depth', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { width, height, maximum, colour, comment } = shape
        const samples = samplesOf(shape)
        const text = `P${colour ? 3 : 2} ${comment} ${width}\t${height} ${maximum}\n${samples.join('\n')}\n`
        expect([...readPnm(Buffer.from(text)).data]).toEqual(scaled(samples, maximum))
      }),
      RUNS,
    )
  })

  it('throws nothing but PictureError, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('P1', 'P2', 'P3', 'P4', 'P5', 'P6'),
        fc.uint8Array({ maxLength: 60 }),
        (start, rest) => {
          try {
            readPnm(Buffer.concat([Buffer.from(`${start} `), rest]))
          } catch (error) {
            expect(error).toMatchObject({ name: 'PictureError' })
          }
        },
      ),
      RUNS,
    )
  })

  it.each([
    ['P1\n# two rows\n3 2\n1 0 1\n010', [0, 255, 0, 255, 0, 255]],
    [Buffer.from([...Buffer.from('P4\n10 1\n'), 0b10100000, 0b01000000]), [0, 255, 0, 255, 255, 255, 255, 255, 255, 0]],
  ])('reads bitmaps, where 1 is black', (file, expected) => {
    expect([...readPnm(Buffer.from(file as string)).data]).toEqual(expected)
  })

  it.each([
    ['P5 4 4 255\nabc', 'truncated'],
    ['P6 2 2 65535\nabcdefgh', 'truncated'],
    ['P2 3 1 255\n1 2', 'truncated'],
    ['P5 60000 60000 255\n', 'too-large'],
    ['P2 10000 10000 255\n1', 'truncated'],
    ['P5 0 4 255\n', 'unreadable'],
    ['P5 4 4 70000\n', 'unreadable'],
    ['P2 2 1 255\nx y', 'unreadable'],
    ['P5 4', 'truncated'],
  ])('names what is wrong with %j', (text, kind) => {
    expect(() => readPnm(Buffer.from(text))).toThrow(expect.objectContaining({ kind }) as Error)
  })
})
