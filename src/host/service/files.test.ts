import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, refused } from '../../../tests/fixtures/host.ts'
import type { TestHost } from '../../../tests/fixtures/host.ts'

let test: TestHost
let root: string
let limited: TestHost
const revealed: string[] = []
beforeAll(async () => {
  test = await openHost({
    capabilities: {
      picker: 'native',
      pick: (what) => Promise.resolve(`/chosen/${what}`),
      reveal: async (folder) => {
        await stat(folder)
        revealed.push(folder)
      },
    },
  })
  root = path.join(test.dir, 'root')
  await mkdir(path.join(root, 'set 10'), { recursive: true })
  await mkdir(path.join(root, 'set 9'))
  await mkdir(path.join(root, '.hidden'))
  await mkdir(path.join(test.dir, 'secret', 'inner'), { recursive: true })
  for (const name of ['a.png', 'b.JPG', 'note.txt', 'data.zip', '.c.png']) await writeFile(path.join(root, name), '')
  await symlink(path.join(test.dir, 'secret'), path.join(root, 'way out'))
  await symlink(path.join(test.dir, 'not there'), path.join(root, 'nowhere'))
  limited = await openHost({ capabilities: { picker: 'browse', roots: [root] } })
})
afterAll(async () => {
  await limited.close()
  await test.close()
})

describe('looking into folders', () => {
  it('shows folders and zips by name, and counts pictures', async () => {
    const listing = await test.client.files.list({ path: root })
    expect(listing).toMatchObject({ path: root, parent: test.dir, more: 0, pictures: 2 })
    expect(listing.entries.map(({ name, kind }) => [name, kind])).toEqual([
      ['data.zip', 'zip'],
      ['set 9', 'folder'],
      ['set 10', 'folder'],
      ['way out', 'folder'],
    ])
    expect(listing.entries[1]?.path).toBe(path.join(root, 'set 9'))
    expect((await test.client.files.list({ path: path.parse(root).root })).parent).toBeNull()
  })

  it('refuses what cannot be read, with a sentence', async () => {
    const { list } = test.client.files
    await expect(list({ path: path.join(root, 'gone') })).rejects.toMatchObject({
      ...refused('files/unreadable'),
      message: expect.stringMatching(/gone is not there any more\.$/),
    })
    await expect(list({ path: path.join(root, 'a.png') })).rejects.toMatchObject(refused('files/unreadable'))
    await expect(list({ path: 'root' })).rejects.toMatchObject(refused('files/bad-path'))
    await expect(list({ path: `${root}\0` })).rejects.toMatchObject(refused('files/bad-path'))
  })

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('names a folder without permission', async () => {
    const locked = path.join(root, 'set 9')
    await chmod(locked, 0)
    await expect(test.client.files.list({ path: locked })).rejects.toMatchObject(refused('files/unreadable'))
    await chmod(locked, 0o755)
  })

  it('stays within the roots, whatever the path looks like', async () => {
    const { client } = limited
    expect(await client.files.roots({})).toEqual([{ name: 'root', path: root, kind: 'folder' }])
    expect((await client.files.list({ path: root })).parent).toBeNull()
    expect((await client.files.list({ path: path.join(root, 'set 9', '..', 'set 10') })).parent).toBe(root)
    const outside = [
      test.dir,
      `${root}-other`,
      path.join(root, '..', 'secret'),
      path.join(root, 'way out'),
      path.join(root, 'way out', 'inner'),
      path.join(root, 'way out', 'not there'),
      path.join(root, 'nowhere'),
    ]
    for (const folder of outside) {
      await expect(client.files.list({ path: folder }), folder).rejects.toMatchObject(refused('files/not-allowed'))
      const opening = (async () => {
        for await (const _ of await client.datasets.open({ path: folder }));
      })()
      await expect(opening, folder).rejects.toMatchObject(refused('files/not-allowed'))
    }
    const [sample] = await client.app.samples({})
    expect((await client.files.list({ path: path.dirname(sample!.path) })).entries).toHaveLength(2)
  })
})

describe('choosing', () => {
  it('asks the carrier where there is one to ask', async () => {
    expect(await test.client.files.pick({ what: 'zip' })).toBe('/chosen/zip')
    await test.client.files.reveal({ path: root })
    expect(revealed).toEqual([root])
    const gone = path.join(root, 'gone')
    await expect(test.client.files.reveal({ path: gone })).rejects.toMatchObject(refused('system/ENOENT'))
    await expect(limited.client.files.pick({ what: 'zip' })).rejects.toMatchObject(refused('files/not-here'))
    await expect(limited.client.files.reveal({ path: root })).rejects.toMatchObject(refused('files/not-here'))
  })
})
