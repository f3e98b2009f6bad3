import { describe, expect, it } from 'vitest'
import type { OcclusionMaps, OcclusionSubject } from '../../../shared/contract/trials.ts'
import { occlusionRows } from './occlusion-rows.ts'

const pixels = (value: number) => ({ width: 1, height: 1, channels: 1 as const, data: Uint8Array.of(value) })
const subject: OcclusionSubject = {
  query: pixels(1),
  colour: 'edge',
  truth: { way: 3, distance: 0.5, support: 0, pixels: pixels(2) },
  rival: { way: 7, distance: 0.25, support: 0, pixels: pixels(3) },
}
const maps: OcclusionMaps = {
  cells: 1,
  patch: 1,
  query: { toTruth: Float32Array.of(0.1), toRival: Float32Array.of(0.2) },
  truth: Float32Array.of(0.3),
  rival: Float32Array.of(0.4),
  nearest: { query: [3], truth: [7], rival: [3] },
}

describe('the rows of an occlusion', () => {
  it('show the query beside both classes, each with its own changes', () => {
    const [truth, rival] = occlusionRows({ subject, maps }, false)
    expect([truth!.kind, truth!.way, rival!.kind, rival!.way]).toEqual(['truth', 3, 'chosen', 7])
    expect(truth!.pictures.map(({ pixels: { data }, changes }) => [data[0], changes])).toEqual([
      [1, maps.query.toTruth],
      [2, maps.truth],
    ])
    expect(rival!.pictures.map(({ pixels: { data }, changes }) => [data[0], changes])).toEqual([
      [1, maps.query.toRival],
      [3, maps.rival],
    ])
  })

  it('outline where the answer would be another', () => {
    const outlined = (isRight: boolean) =>
      occlusionRows({ subject, maps }, isRight).map(({ pictures }) => pictures.map((picture) => picture.outlined[0]))
    expect(outlined(false)).toEqual([
      [true, false],
      [true, true],
    ])
    expect(outlined(true)).toEqual([
      [false, true],
      [false, false],
    ])
  })

  it('call the other class chosen only where it was', () => {
    expect(occlusionRows({ subject, maps }, true)[1]!.kind).toBe('other')
  })

  it('show pictures before anything is known of them', () => {
    const [truth] = occlusionRows({ subject, maps: null }, true)
    const nothing = { changes: undefined, nearest: undefined, outlined: [] }
    expect(truth!.pictures[1]).toEqual({ name: 'support', pixels: pixels(2), ...nothing })
  })
})
