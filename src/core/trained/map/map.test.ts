import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAP_DEFAULTS } from '../../../shared/code-map.ts'
import { Rng } from '../../../shared/random.ts'
import { fakeAlphabets } from '../../evaluation/testing.ts'
import { choosePictures, classesOf, findMap, keepMap, makeMap } from './index.ts'

const dataset = fakeAlphabets(2, 4, 5)
const split = { seed: 3, by: 'class', train: [0, 1, 2, 3], validation: [4, 5], test: [6, 7] } as const
const picturesOf = (classes: readonly number[]) => classes.flatMap((index) => [...dataset.classes[index]!.pictures])
const opened = { dataset, split, picturesOf, key: 'network' }

describe('the pictures of a map', () => {
  it('are those of the parts asked for, in the order of the data set', () => {
    const { pictures, total, hashes } = choosePictures(opened, ['test', 'train'])
    expect(pictures).toEqual(picturesOf([0, 1, 2, 3, 6, 7]))
    expect([total, hashes.length]).toEqual([30, 30])
    expect(hashes[0]).toBe(dataset.pictures[pictures[0]!]!.hash)
  })

  it('are drawn by lot where there are too many, always the same', () => {
    const few = choosePictures(opened, ['train'], 7)
    expect([few.pictures.length, few.total]).toEqual([7, 20])
    expect([...few.pictures]).toEqual([...few.pictures].sort((a, b) => a - b))
    expect(choosePictures(opened, ['train'], 7)).toEqual(few)
  })

  it('have another hash for another network', () => {
    const own = choosePictures(opened, ['train'])
    expect(choosePictures(opened, ['train']).hash).toBe(own.hash)
    expect(choosePictures({ ...opened, key: 'other' }, ['train']).hash).not.toBe(own.hash)
  })

  it('must be some', () => {
    expect(() => choosePictures({ ...opened, split: { ...split, test: [] } }, ['test'])).toThrow('too few')
  })

  it('know class, group and part', () => {
    const { classes, classOf } = classesOf(opened, picturesOf([6, 0]))
    expect(classes.map(({ part }) => part)).toEqual(['test', 'train'])
    expect(classes[1]).toEqual({ name: dataset.classes[0]!.name, group: dataset.classes[0]!.group, part: 'train' })
    expect(classOf).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
  })
})

describe('maps that are kept', () => {
  let dir: string
  beforeAll(async () => void (dir = await mkdtemp(path.join(tmpdir(), 'oneshot-maps-'))))
  afterAll(() => rm(dir, { recursive: true, force: true }))
  const rng = new Rng('codes')
  const codes = { data: Float32Array.from({ length: 40 * 6 }, () => rng.normal()), count: 40, size: 6 }

  it.each(['umap', 'pca'] as const)('are found as they were made, %s', async (method) => {
    const options = { ...MAP_DEFAULTS, method }
    const stages = new Set<string>()
    const map = await makeMap({ codes, score: { kind: 'cosine' } }, options, {
      onProgress: (stage) => stages.add(stage),
    })
    expect([...stages]).toEqual(method === 'umap' ? ['components', 'neighbours', 'layout'] : ['components'])
    expect(map.points).toHaveLength(80)
    expect(map.shares === null).toBe(method === 'umap')
    await keepMap('hash', options, map, dir)
    expect(await findMap('hash', options, 40, dir)).toEqual(map)
    expect(await findMap('hash', options, 41, dir)).toBeUndefined()
    expect(await findMap('other', options, 40, dir)).toBeUndefined()
  })

  it('do not depend on what is for UMAP only where they are PCA', async () => {
    const found = await findMap('hash', { ...MAP_DEFAULTS, method: 'pca', neighbours: 50, seed: 9 }, 40, dir)
    expect(found?.metric).toBe('cosine')
    expect(await findMap('hash', { ...MAP_DEFAULTS, neighbours: 50 }, 40, dir)).toBeUndefined()
  })
})
