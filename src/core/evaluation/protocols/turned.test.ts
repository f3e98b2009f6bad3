import { describe, expect, it } from 'vitest'
import { namedProtocol } from './named.ts'
import { protocolFromJson, protocolToJson } from './protocol-file.ts'
import { redraw } from './redraw.ts'
import { fakeAlphabets, range } from '../testing.ts'
import { pictureName, turnedClasses, turnedDataset, turnPixels, unturned } from './turned.ts'

const dataset = fakeAlphabets(2, 3, 4)
const count = dataset.pictures.length
const turned = turnedDataset(dataset)

describe('turning pixels', () => {
  const rows = (text: string) => Uint8Array.from([...text].map(Number))

  it('goes anticlockwise, whatever the channels', () => {
    expect(turnPixels(rows('1234'), 2, 2, 90)).toEqual(rows('2413'))
    expect(turnPixels(rows('1234'), 2, 2, 180)).toEqual(rows('4321'))
    expect(turnPixels(rows('1234'), 2, 2, 270)).toEqual(rows('3142'))
    const colours = Uint8Array.from([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
    expect(turnPixels(colours, 2, 2, 90)).toEqual(Uint8Array.from([2, 2, 2, 4, 4, 4, 1, 1, 1, 3, 3, 3]))
  })

  it('comes round after four quarters', () => {
    const picture = Uint8Array.from({ length: 25 }, (_, i) => i)
    const four = range(4).reduce<Uint8Array>((turned) => turnPixels(turned, 5, 5, 90), picture)
    expect(four).toEqual(picture)
    expect(turnPixels(turnPixels(picture, 5, 5, 90), 5, 5, 180)).toEqual(turnPixels(picture, 5, 5, 270))
  })

  it('needs squares for a quarter, not for a half', () => {
    expect(turnPixels(rows('123456'), 3, 2, 180)).toEqual(rows('654321'))
    expect(() => turnPixels(rows('123456'), 3, 2, 90)).toThrow(expect.objectContaining({ code: 'protocol/not-square' }))
  })
})

describe('a turned data set', () => {
  it('has each class four times, its pictures under hashes of their own', () => {
    expect([turned.classes.length, turned.pictures.length]).toEqual([24, 4 * count])
    expect(new Set(turned.pictures.map(({ hash }) => hash)).size).toBe(4 * count)
    expect(new Set(turned.classes.map(({ name }) => name)).size).toBe(24)
    turned.classes.forEach(({ pictures }, index) => {
      for (const picture of pictures) expect(turned.pictures[picture]!.classIndex).toBe(index)
    })
    expect(turned.classes[7]!.name).toBe('alphabet0/letter1 (90°)')
    expect(pictureName(turned.pictures[count + 5]!)).toBe(`${dataset.pictures[5]!.path} (90°)`)
    expect(pictureName(turned.pictures[5]!)).toBe(dataset.pictures[5]!.path)
    expect(unturned(2 * count + 3, count)).toEqual({ index: 3, turn: 180 })
    expect(() => unturned(4 * count, count)).toThrow(RangeError)
    expect(turnedClasses([0, 5], 6)).toEqual([0, 5, 6, 11, 12, 17, 18, 23])
  })
})

describe("Vinyals' trials", () => {
  const options = { dataset, classes: [0, 2, 4], seed: 1, way: 5, shot: 2, trials: 60 }
  const protocol = namedProtocol('vinyals', options)
  const classOf = (picture: number) => turned.pictures[picture]!.classIndex

  it('take turned pictures as other classes, from any group', () => {
    expect(protocol).toMatchObject({ name: 'vinyals, 5-way, 2-shot, 60 trials', way: 5, shot: 2, turned: true })
    const shown = new Set<number>()
    for (const { query, supports, truth } of protocol.trials) {
      expect(new Set(supports.map((own) => classOf(own[0]!))).size).toBe(5)
      for (const own of supports) expect(new Set(own.map(classOf)).size).toBe(1)
      expect(supports[truth]!.map(classOf)).toEqual([classOf(query), classOf(query)])
      expect(supports[truth]).not.toContain(query)
      for (const picture of [query, ...supports.flat()]) shown.add(classOf(picture))
    }
    expect([...shown].sort((a, b) => a - b)).toEqual(turnedClasses([0, 2, 4], 6))
    expect(namedProtocol('vinyals', options)).toEqual(protocol)
    expect(namedProtocol('vinyals', { ...options, seed: 2 }).hash).not.toBe(protocol.hash)
  })

  it('have a hash that tells a turned picture from another', () => {
    const upright = { ...protocol, trials: protocol.trials.map((trial) => ({ ...trial, query: trial.query % count })) }
    const text = protocolToJson(upright, dataset).replace(/"hash":"[0-9a-f]{64}"/, `"hash":"${protocol.hash}"`)
    expect(() => protocolFromJson(text, dataset, 'mine.json')).toThrow(/do not fit its hash|is its own support/)
  })

  it('come back from a file with their turns, by path and content', () => {
    const text = protocolToJson(protocol, dataset)
    expect(text).toContain('"turn":270')
    expect(text).toContain('"version":2')
    expect(protocolFromJson(text, dataset, 'mine.json')).toEqual(protocol)
    const without = text.replace(/,"turn":90/g, '')
    expect(() => protocolFromJson(without, dataset, 'mine.json')).toThrow(/do not fit its hash|is its own support/)
  })

  it('can be drawn again with other supports, turned as they were', () => {
    protocol.trials.slice(0, 10).forEach((trial, place) => {
      const again = redraw(turned, protocol, trial, place, 1)
      expect(again.supports.map((own) => own.map(classOf))).toEqual(trial.supports.map((own) => own.map(classOf)))
    })
  })

  it('say which way is possible, counting the turns', () => {
    expect(() => namedProtocol('vinyals', { ...options, way: 20 })).toThrow(
      expect.objectContaining({ code: 'protocol/way', next: 'The largest possible way is 12.' }),
    )
  })
})
