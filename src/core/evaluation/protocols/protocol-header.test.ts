import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { saveProtocol } from './protocol-file.ts'
import { readProtocolHeader } from './protocol-header.ts'
import { makeProtocol } from './protocol.ts'
import { fakeAlphabets, range } from '../testing.ts'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'header-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

it('reads what a protocol says about itself', async () => {
  const dataset = fakeAlphabets(1, 5, 3)
  const rules = { way: 4, shot: 1, trials: 300, seed: 2, withinGroup: true, acrossDrawer: false }
  const protocol = makeProtocol({ dataset, classes: range(5), ...rules, name: 'a "name", with ,signs' })
  const file = path.join(folder, 'mine.json')
  await saveProtocol(file, protocol, dataset)
  const { name, hash, way, shot } = protocol
  expect(await readProtocolHeader(file)).toEqual({
    name,
    hash,
    way,
    shot,
    dataset: { name: 'fake', hash: dataset.hash },
  })
})

it.each(['', '{"format":"other","pictures":[]}', '{"format":"oneshot-protocol","pictures":['])(
  'knows nothing of a file that says %j',
  async (text) => {
    const file = path.join(folder, 'other.json')
    await writeFile(file, text)
    expect(await readProtocolHeader(file)).toBeUndefined()
    expect(await readProtocolHeader(path.join(folder, 'none.json'))).toBeUndefined()
  },
)
