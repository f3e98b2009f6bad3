import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, afterAll, describe, expect, it } from 'vitest'
import { writeDrawings } from '../../tests/fixtures/pictures.ts'
import { LibraryProcess } from './library-process.ts'
import type { LibraryOptions } from './library-process.ts'

let dir: string
let library: LibraryProcess
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'oneshot-library-'))
  await writeDrawings(path.join(dir, 'data'), 12, 40)
})
afterEach(() => library.close(), 10_000)
afterAll(() => rm(dir, { recursive: true, force: true }))

const open = (options?: LibraryOptions) => (library = new LibraryProcess(options))
/** A folder of its own for what is remembered, so that every scan reads all pictures. */
const input = async () => ({ path: path.join(dir, 'data'), cacheDir: await mkdtemp(path.join(dir, 'cache-')) })

/** The signal that stops a process without ending it is not known on Windows. */
const unix = it.skipIf(process.platform === 'win32')

describe('the library process', () => {
  it('starts with the first call, answers several at once, and is gone after closing', async () => {
    open()
    expect(library.pid).toBeUndefined()
    const seen: number[] = []
    const results = await Promise.all([
      library.call('scan', await input(), { onProgress: ({ done }) => seen.push(done) }),
      library.call('scan', await input()),
    ])
    expect(results.map(({ classes, pictures }) => [classes.length, pictures.length])).toEqual([
      [12, 480],
      [12, 480],
    ])
    expect(seen.at(-1)).toBe(480)
    const pid = library.pid as number
    await library.close()
    expect(() => process.kill(pid, 0)).toThrow()
    await expect(library.call('scan', await input())).rejects.toThrow(/closed/)
  })

  it('passes on what the person can act on, and a bug with its stack', async () => {
    open()
    const missing = path.join(dir, 'nothing')
    await expect(library.call('scan', { path: missing })).rejects.toMatchObject({
      name: 'UserError',
      code: 'path-missing',
      subject: missing,
    })
    const bug = library.call('scan', { path: 5 as unknown as string })
    await expect(bug).rejects.toMatchObject({ name: 'Error', stack: expect.stringMatching(/open-source/) })
  })

  it('rejects what was under way when it dies, and starts again', async () => {
    open()
    const lost = library.call('scan', await input())
    const again = library.call('scan', await input())
    process.kill(library.pid as number, 'SIGKILL')
    await expect(lost).rejects.toMatchObject({
      code: 'library/process-died',
      message: expect.stringMatching(/SIGKILL/),
    })
    await expect(again).rejects.toMatchObject({ code: 'library/process-died' })
    expect((await library.call('scan', await input())).pictures).toHaveLength(480)
  })

  it('drops a call that is cancelled and keeps the process', async () => {
    open()
    await library.call('scan', await input())
    const pid = library.pid
    const controller = new AbortController()
    const call = library.call('scan', await input(), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    await expect(library.call('scan', await input(), { signal: controller.signal })).rejects.toThrow(/abort/)
    expect((await library.call('scan', await input())).pictures).toHaveLength(480)
    expect(library.pid).toBe(pid)
  })

  unix('kills a process that does not answer to cancelling, and one that does not end', async () => {
    open({ cancelGraceMs: 200 })
    await library.call('scan', await input())
    const pid = library.pid as number
    const controller = new AbortController()
    const call = library.call('scan', await input(), { signal: controller.signal })
    const beside = library.call('scan', await input())
    process.kill(pid, 'SIGSTOP')
    controller.abort()
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    await expect(beside).rejects.toMatchObject({ code: 'library/process-died' })
    await library.call('scan', await input())
    process.kill(library.pid as number, 'SIGSTOP')
    await library.close()
    expect(library.pid).toBeUndefined()
  })

  unix('does not kill a process that is slow to stop under a call that came later', async () => {
    open({ cancelGraceMs: 500 })
    await library.call('scan', await input())
    const pid = library.pid as number
    const controller = new AbortController()
    const call = library.call('scan', await input(), { signal: controller.signal })
    process.kill(pid, 'SIGSTOP')
    controller.abort()
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    const later = library.call('scan', await input())
    setTimeout(() => process.kill(pid, 'SIGCONT'), 800)
    expect((await later).pictures).toHaveLength(480)
    expect(library.pid).toBe(pid)
  })

  it('says when there is no such program', async () => {
    open({ execPath: path.join(dir, 'no-node') })
    await expect(library.call('scan', await input())).rejects.toMatchObject({
      code: 'library/process-died',
      message: expect.stringMatching(/could not be started/),
    })
  })
})
