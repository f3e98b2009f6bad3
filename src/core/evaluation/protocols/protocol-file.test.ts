import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ProtocolFile } from './protocol-file.ts'
import { datasetName, loadProtocol, protocolFromJson, protocolToJson, saveProtocol } from './protocol-file.ts'
import { makeProtocol } from './protocol.ts'
import { fakeAlphabets, fakeDataset, range } from '../testing.ts'

const dataset = fakeAlphabets(2, 5, 3)
const rules = { way: 4, shot: 2, trials: 10, seed: 2, withinGroup: true, acrossDrawer: true }
const protocol = makeProtocol({ dataset, classes: range(10), ...rules })

const changed = (change: (file: ProtocolFile) => void): string => {
  const file = JSON.parse(protocolToJson(protocol, dataset)) as ProtocolFile
  change(file)
  return JSON.stringify(file)
}

describe('protocol files', () => {
  it('come back as they were', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'protocol-'))
    const file = path.join(folder, 'mine.json')
    await saveProtocol(file, protocol, dataset)
    expect(await loadProtocol(file, dataset)).toEqual(protocol)
    await rm(folder, { recursive: true })
    await expect(loadProtocol(file, dataset)).rejects.toThrow(
      'mine.json is not a protocol that can be used: it cannot be read',
    )
  })

  it('say nothing about the machine they were made on', () => {
    const text = protocolToJson(protocol, { ...dataset, root: '/home/someone/pictures/letters' })
    expect(text).not.toContain('someone')
    expect(text).toContain('"name":"letters"')
    expect(datasetName({ root: 'C:\\pictures\\letters.zip' })).toBe('letters.zip')
  })

  it('find their pictures by content after folders were renamed or more were added', () => {
    const more = fakeDataset([
      { name: 'a/new', hashes: ['new'] },
      ...dataset.classes.map(({ name, pictures }) => ({
        name: `renamed/${name.replace('/', '-')}`,
        hashes: pictures.map((p) => dataset.pictures[p]!.hash),
      })),
    ])
    const found = protocolFromJson(protocolToJson(protocol, dataset), more, 'mine.json')
    expect(found.hash).toBe(protocol.hash)
    expect(found.trials.map(({ query }) => query)).toEqual(protocol.trials.map(({ query }) => query + 1))
  })

  it('are refused for another data set, with both names', () => {
    const other = fakeDataset(
      range(9).map((i) => ({ name: `c${i}`, hashes: [`x${i}`, `y${i}`] })),
      '/data/plants',
    )
    const { query, supports } = protocol.trials[0]!
    const first = Math.min(
      query,
      ...supports.flat(),
      ...protocol.trials.flatMap((t) => [t.query, ...t.supports.flat()]),
    )
    expect(() => protocolFromJson(protocolToJson(protocol, dataset), other, 'mine.json')).toThrow(
      expect.objectContaining({
        code: 'protocol/dataset',
        message: expect.stringContaining(
          `made for fake, but the data set is plants: ${dataset.pictures[first]!.path} and `,
        ) as string,
      }),
    )
  })

  it.each([
    ['it is not JSON', () => '{'],
    ['format: ', () => changed((file) => Object.assign(file, { format: 'something' }))],
    ['trial 0 has another form', () => changed((file) => (file.trials[0]![2] = 4))],
    ['trial 0 has another form', () => changed((file) => file.trials[0]![1].pop())],
    [
      'in trial 0 the query is its own support',
      () => changed((file) => (file.trials[0]![0] = file.trials[0]![1][0]![0]!)),
    ],
    ['its trials do not fit its hash', () => changed((file) => file.trials.pop())],
    ['its trials do not fit its hash', () => changed((file) => (file.hash = 'f00'))],
  ])('are refused when damaged: %s', (message, text) => {
    expect(() => protocolFromJson(text(), dataset, 'mine.json')).toThrow(
      `mine.json is not a protocol that can be used: ${message}`,
    )
  })
})
