import { describe, expect, it } from 'vitest'
import type { Embedder } from '../../embedder.ts'
import { occlusionMaps } from './occlusion-maps.ts'
import type { OcclusionMaps, OcclusionSubject } from './occlusion-maps.ts'

const SIDE = 8
const size = { width: SIDE, height: SIDE, channels: 1 }

/** A network that sees the brightest pixel of the top left quarter, and nothing else. */
function cornerEmbedder(log: number[] = []): Embedder {
  return {
    size: 1,
    score: { kind: 'euclidean', normalise: false },
    async embed(pictures, indices) {
      log.push(indices.length)
      const pixels = await pictures.read(indices)
      return Float32Array.from(indices, (_, row) => seen(pixels.subarray(row * SIDE * SIDE, (row + 1) * SIDE * SIDE)))
    },
    dispose: () => Promise.resolve(),
  }
}

function seen(pixels: Uint8Array): number {
  let brightest = 0
  for (let y = 0; y < SIDE / 2; y++) {
    for (let x = 0; x < SIDE / 2; x++) brightest = Math.max(brightest, pixels[y * SIDE + x]!)
  }
  return brightest
}

/** A black picture with one dot. */
function dotted(x: number, y: number, value: number): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(SIDE * SIDE)
  pixels[y * SIDE + x] = value
  return pixels
}

/** The query has its dot in the corner, so has the rival; the right class has nothing there. */
const pixels = { query: dotted(1, 1, 100), truth: dotted(6, 6, 100), rival: dotted(1, 1, 90) }
const subject: OcclusionSubject = {
  size,
  colour: 'edge',
  codes: Float32Array.of(100, 0, 90, 200),
  codeSize: 1,
  score: { kind: 'euclidean', normalise: false },
  ways: [[1], [2], [3]],
  truth: 0,
  rival: 1,
  pixels,
  support: 0,
}
const grid = { cells: 4, span: 1 }
const at = (column: number, row: number) => row * 4 + column
const only = (cell: number, value: number) => Array.from({ length: 16 }, (_, each) => (each === cell ? value : 0))

describe('occlusion maps of a network that looks at one corner', () => {
  it('change only where the dot it looks at is covered, by as much as it counts', async () => {
    const maps = await occlusionMaps(cornerEmbedder(), subject, { grid, views: 1, atOnce: 16 })
    // Without its dot the query is nothing but black: as the right class sees it, and 90 away from the rival.
    expect([...maps.query.toTruth]).toEqual(only(at(0, 0), -100))
    expect([...maps.query.toRival]).toEqual(only(at(0, 0), 80))
    // The dot of the right class lies where this network never looks.
    expect([...maps.truth]).toEqual(only(-1, 0))
    expect([...maps.rival]).toEqual(only(at(0, 0), 90))
    expect(maps).toMatchObject({ cells: 4, patch: 0.25 })
  })

  it('say which class would have been chosen', async () => {
    const { nearest } = await occlusionMaps(cornerEmbedder(), subject, { grid, views: 1, atOnce: 16 })
    expect(nearest.query).toEqual(Array.from({ length: 16 }, (_, cell) => (cell === 0 ? 0 : 1)))
    expect(nearest.truth).toEqual(Array<number>(16).fill(1))
    // Equally far from both then: the first of them.
    expect(nearest.rival).toEqual(Array.from({ length: 16 }, (_, cell) => (cell === 0 ? 0 : 1)))
  })

  it('cost nothing where covering changes no pixel', async () => {
    const log: number[] = []
    await occlusionMaps(cornerEmbedder(log), subject, { grid, views: 1, atOnce: 16 })
    // One dot each in three pictures.
    expect(log).toEqual([3])
  })

  it('cover one support of several, and leave the others', async () => {
    const several = {
      ...subject,
      codes: Float32Array.of(100, 0, 40, 90, 80),
      ways: [
        [1, 2],
        [3, 4],
      ],
      support: 1,
    }
    const shown = { ...several, pixels: { ...pixels, rival: dotted(1, 1, 80) } }
    const { rival } = await occlusionMaps(cornerEmbedder(), shown, { grid, views: 1, atOnce: 16 })
    // The mean code of the rival's two goes from 85 to 45.
    expect(rival[0]).toBeCloseTo(55 - 15)
  })

  it('are told batch by batch, the query first, and end when nobody wants them any more', async () => {
    const busy = { ...subject, pixels: { query: noise(1), truth: noise(2), rival: noise(3) } }
    const told: [number, number, boolean][] = []
    const control = new AbortController()
    const log: number[] = []
    const attempt = occlusionMaps(cornerEmbedder(log), busy, {
      grid,
      views: 1,
      atOnce: 8,
      signal: control.signal,
      onProgress(done, total, { query, rival }: OcclusionMaps) {
        told.push([done, total, query.toTruth.some(Number.isNaN)])
        expect(rival.every(Number.isNaN)).toBe(true)
        if (done === 16) control.abort(new Error('moved on'))
      },
    })
    await expect(attempt).rejects.toThrow('moved on')
    expect(told).toEqual([
      [0, 48, true],
      [8, 48, true],
      [16, 48, false],
    ])
    expect(log).toEqual([8, 8])
  })
})

function noise(seed: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (i * 37 + seed * 11) % 251)
}
