import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openDataset, openHost } from '../../../tests/fixtures/host.ts'
import type { TestHost } from '../../../tests/fixtures/host.ts'
import { writeDrawings } from '../../../tests/fixtures/pictures.ts'
import type { Remembered } from './index.ts'

let test: TestHost
beforeAll(async () => {
  test = await openHost()
})
afterAll(() => test.close())

describe('the app', () => {
  it('tells what it can do', async () => {
    expect(await test.client.app.info({})).toMatchObject({
      picker: 'browse',
      canReveal: false,
      runsDir: path.join(test.dir, 'runs'),
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    })
  })

  it('counts the samples as they are', async () => {
    const samples = await test.client.app.samples({})
    expect(samples.map(({ id }) => id)).toEqual(['omniglot', 'emoji'])
    for (const { path: file, classes, pictures } of samples) {
      const dataset = await openDataset(test.client, file)
      expect([dataset.classes.length, dataset.pictures]).toEqual([classes, pictures])
    }
  })

  it('measures the devices once, and marks the one it would take', { timeout: 120_000 }, async () => {
    const devices = await test.client.app.devices({ fresh: false })
    expect(devices.find(({ name }) => name === 'cpu')).toMatchObject({ available: true, reason: null })
    expect(devices.filter(({ chosen }) => chosen)).toHaveLength(1)
    // A second measurement would not give the same milliseconds.
    expect(await test.client.app.devices({ fresh: false })).toEqual(devices)
  })
})

describe('a mistake in the program', () => {
  it('reaches the page as a plain sentence, and the log with its stack', async () => {
    const pick = () => Promise.reject(new TypeError('secret detail'))
    const own = await openHost({ capabilities: { picker: 'native', pick } })
    const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    try {
      await expect(own.client.files.pick({ what: 'zip' })).rejects.toMatchObject({
        code: 'INTERNAL_SERVER_ERROR',
        message: 'Something went wrong in the program. Its log says more.',
      })
      expect(log.mock.calls.join('')).toMatch(/^files\.pick: TypeError: secret detail\n {4}at /)
    } finally {
      log.mockRestore()
      await own.close()
    }
  })
})

describe('what is remembered', () => {
  it('keeps settings and recent folders from one host to the next', async () => {
    const told: Remembered[] = []
    const first = await openHost({ onRemembered: (remembered) => told.push(remembered) })
    const folder = path.join(first.dir, 'data')
    await writeDrawings(folder, 3, 2)
    await first.client.app.changeSettings({ theme: 'dark' })
    await openDataset(first.client, folder)
    await first.host.close()
    const entry = { path: folder, name: 'data', classes: 3, pictures: 6, exists: true }
    expect(told.at(-1)).toMatchObject({ settings: { theme: 'dark' }, recent: [entry] })

    const second = await openHost({}, first.dir)
    expect(await second.client.app.settings({})).toEqual({ language: null, theme: 'dark', sideBarCollapsed: false })
    expect(await second.client.app.recent({})).toMatchObject([entry])
    await rm(folder, { recursive: true })
    expect(await second.client.app.recent({})).toMatchObject([{ ...entry, exists: false }])
    expect(await second.client.app.forgetRecent({ path: folder })).toEqual([])
    await second.close()
  })

  it('sets damaged files aside and goes on with what is usual', async () => {
    const first = await openHost()
    const file = path.join(first.dir, 'state', 'settings.json')
    await mkdir(path.dirname(file), { recursive: true })
    await first.host.close()
    await writeFile(file, '{"theme":"pink"')
    await writeFile(path.join(first.dir, 'state', 'recent.json'), '[{"path":5}]')
    const second = await openHost({}, first.dir)
    expect(await second.client.app.settings({})).toMatchObject({ theme: 'system' })
    expect(await second.client.app.recent({})).toEqual([])
    expect(await readFile(`${file}.damaged`, 'utf8')).toBe('{"theme":"pink"')
    await second.client.app.changeSettings({ language: 'zh-CN' })
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ language: 'zh-CN' })
    await second.close()
  })

  it('keeps the last twelve folders', async () => {
    const own = await openHost()
    for (let i = 0; i < 14; i++) {
      await writeDrawings(path.join(own.dir, `set${i}`), 2, 1)
      await openDataset(own.client, path.join(own.dir, `set${i}`))
    }
    const names = (await own.client.app.recent({})).map(({ name }) => name)
    expect(names).toHaveLength(12)
    expect(names.slice(0, 2)).toEqual(['set13', 'set12'])
    await own.close()
  })
})
