import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { serve } from './serve.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'oneshot-serve-'))
  await writeFile(path.join(folder, 'file.txt'), '')
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(() => vi.unstubAllEnvs())

it.each([
  ['nothing', /nothing does not exist\.$/],
  ['file.txt', /file\.txt is not a folder\.$/],
])('names a --root that cannot be shown: %s', async (name, message) => {
  const served = serve({ roots: [folder, path.join(folder, name)] })
  await expect(served).rejects.toMatchObject({
    code: 'serve/no-folder',
    subject: '--root',
    message: expect.stringMatching(message) as string,
  })
})

it('prints the address with the token of the environment, and another each time without', async () => {
  vi.stubEnv('ONESHOT_STATE', path.join(folder, 'state'))
  const addressOf = async (token: string) => {
    vi.stubEnv('ONESHOT_TOKEN', token)
    const served = await serve({ roots: [folder], runs: path.join(folder, 'runs') })
    expect([served.trainings(), served.runs]).toEqual([0, path.join(folder, 'runs')])
    await served.close()
    return served.url
  }
  expect(await addressOf('mine-1')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=mine-1$/)
  const [a, b] = [await addressOf(''), await addressOf('')].map((url) => new URL(url).searchParams.get('token'))
  expect(a).toMatch(/^[\w-]{32}$/)
  expect(a).not.toBe(b)
})
