import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ADDON_FILE, findTensorflow, hasBrokenSetup, readSetup, SETUP_FILE, type Setup } from './tensorflow-files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tensorflow-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const resolve = (id: string) => join(folder, id)

async function installPackage(name: string, addon: boolean): Promise<string> {
  const lib = join(folder, name, 'lib', 'napi-v8')
  await mkdir(lib, { recursive: true })
  await writeFile(join(folder, name, 'package.json'), '{"version": "4.22.0"}')
  if (addon) await writeFile(join(lib, ADDON_FILE), '')
  return join(lib, ADDON_FILE)
}

const whole: Setup = {
  format: 1,
  tensorflow: '2.21.0',
  cuda: false,
  platform: process.platform,
  arch: process.arch,
}

async function makeSetup(name: string, setup: unknown, addon = true): Promise<string> {
  const place = join(folder, 'setups', name)
  await mkdir(join(place, 'lib'), { recursive: true })
  if (addon) await writeFile(join(place, 'lib', ADDON_FILE), '')
  if (setup !== undefined) await writeFile(join(place, SETUP_FILE), JSON.stringify(setup))
  return place
}

describe("TensorFlow's native part in the packages", () => {
  it('is found where there is one, the one for graphics cards first', async () => {
    const missing = (id: string) => {
      throw new Error(`Cannot find module '${id}'`)
    }
    const setups: string[] = []
    expect(findTensorflow({ resolve: missing, setups })).toBeUndefined()
    await installPackage('@tensorflow/tfjs-node-gpu', false)
    await installPackage('@tensorflow/tfjs-node', false)
    expect(findTensorflow({ resolve, setups })).toBeUndefined()
    const file = await installPackage('@tensorflow/tfjs-node', true)
    expect(findTensorflow({ resolve, setups })).toEqual({
      package: '@tensorflow/tfjs-node',
      version: '4.22.0',
      file,
      cuda: false,
    })
    await installPackage('@tensorflow/tfjs-node-gpu', true)
    expect(findTensorflow({ resolve, setups })).toMatchObject({ package: '@tensorflow/tfjs-node-gpu', cuda: true })
  })
})

describe('a set-up', () => {
  it('comes before what the package has, CUDA first, and needs the JavaScript of the package', async () => {
    const processor = await makeSetup('2.21.0-cpu', whole)
    const cuda = await makeSetup('2.21.0-cuda', { ...whole, cuda: true })
    expect(findTensorflow({ resolve, setups: [processor] })).toBeUndefined()
    await installPackage('@tensorflow/tfjs-node', true)
    const at = (place: string) => join(place, 'lib', ADDON_FILE)
    expect(findTensorflow({ resolve, setups: [processor] })).toMatchObject({ file: at(processor), cuda: false })
    expect(findTensorflow({ resolve, setups: [processor, cuda] })).toMatchObject({ file: at(cuda), cuda: true })
  })

  it.each<[string, unknown, boolean]>([
    ['without its last file', undefined, true],
    ['without the native part', whole, false],
    ['of another computer', { ...whole, arch: 'sparc' }, true],
    ['in a later format', { ...whole, format: 2 }, true],
  ])('%s is not loaded, and seen to be broken', async (_, setup, addon) => {
    await installPackage('@tensorflow/tfjs-node', false)
    const place = await makeSetup('2.21.0-cpu', setup, addon)
    expect(readSetup(place)).toBeUndefined()
    expect(findTensorflow({ resolve, setups: [place] })).toBeUndefined()
    expect(hasBrokenSetup([place])).toBe(true)
  })

  it('is not loaded before it was seen to train', async () => {
    await installPackage('@tensorflow/tfjs-node', false)
    const place = await makeSetup('unfinished-123', whole)
    expect(findTensorflow({ resolve, setups: [place] })).toBeUndefined()
    expect(hasBrokenSetup([place])).toBe(true)
    expect(hasBrokenSetup([])).toBe(false)
    expect(hasBrokenSetup([await makeSetup('2.21.0-cpu', whole)])).toBe(false)
  })
})
