import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isBuilt } from './built-page.ts'

let root: string

/** Writes a file as of the given second. */
async function write(name: string, second: number): Promise<void> {
  const file = path.join(root, name)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, '')
  await utimes(file, second, second)
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'oneshot-built-'))
  for (const source of ['src/main/index.ts', 'package.json', 'electron.vite.config.ts']) await write(source, 100)
})
afterEach(() => rm(root, { recursive: true, force: true }))

const BUILT = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html']

it('is not built before all of it is there', async () => {
  for (const file of BUILT) {
    expect(isBuilt(root)).toBe(false)
    await write(file, 200)
  }
  expect(isBuilt(root)).toBe(true)
})

it.each([
  ['a source changed', 'src/renderer/App.vue', false],
  ['a package changed', 'package.json', false],
  ['a test changed', 'src/main/index.test.ts', true],
  ['the build left something', 'src/renderer/node_modules/.nuxt-ui/ui.css', true],
])('when %s', async (_what, file, built) => {
  for (const each of BUILT) await write(each, 200)
  await write(file, 300)
  expect(isBuilt(root)).toBe(built)
})
