/** `npm run setup:tensorflow`: what it decides, what it says is missing, and that nothing half-made stays behind. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ADDON_FILE, readSetup, type Setup } from '../../src/core/engine/eager/tensorflow-files.ts'
import { isOlder, planSetup, requirementsOf } from '../../tools/setup-tensorflow/plan.ts'
import { checkDriver, checkSpace, findHeaders, findNodeGyp } from '../../tools/setup-tensorflow/requirements.ts'
import { setUp } from '../../tools/setup-tensorflow/set-up.ts'
import { addSetup, clearUnfinished, findSetup, removeSetups, writeSetup } from '../../tools/setup-tensorflow/setups.ts'
import { Failed, Missing, troubleOfPip } from '../../tools/setup-tensorflow/trouble.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'setup-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

describe('the way TensorFlow comes to a computer', () => {
  it.each([
    ['linux', 'x64', false, { way: 'wheel', requirement: 'tensorflow-cpu==2.21.0', cuda: false }],
    ['linux', 'x64', true, { way: 'wheel', requirement: 'tensorflow==2.21.0', cuda: true }],
    ['linux', 'arm64', false, { way: 'wheel', requirement: 'tensorflow==2.21.0' }],
    ['linux', 'arm64', true, { way: 'none', reason: 'TensorFlow has no CUDA build for linux arm64.' }],
    ['darwin', 'arm64', false, { way: 'wheel', requirement: 'tensorflow==2.21.0' }],
    ['darwin', 'x64', false, { way: 'own-download', package: '@tensorflow/tfjs-node' }],
    ['win32', 'x64', false, { way: 'own-download', package: '@tensorflow/tfjs-node' }],
    ['win32', 'x64', true, { way: 'own-download', package: '@tensorflow/tfjs-node-gpu' }],
    ['win32', 'arm64', false, { way: 'none', reason: 'TensorFlow cannot be had for win32 arm64.' }],
  ] as const)('%s %s, CUDA %s', (platform, arch, cuda, expected) => {
    expect(planSetup(platform, arch, cuda)).toMatchObject(expected)
  })

  it('says which CUDA Windows needs', () => {
    expect(planSetup('win32', 'x64', true)).toMatchObject({ note: expect.stringMatching(/CUDA 11\.2.*cuDNN 8\.1/) })
  })

  it('reads the CUDA libraries out of the package', () => {
    const metadata = [
      'Name: tensorflow',
      'Requires-Dist: numpy>=1.26.0',
      'Provides-Extra: and-cuda',
      'Requires-Dist: nvidia-cudnn-cu12<10.0,>=9.3.0.75; extra == "and-cuda"',
      'Requires-Dist: nvidia-nccl-cu12<3.0,>=2.27.7 ; extra == "and-cuda"',
      'Requires-Dist: tensorflow-io>=0.23; (sys_platform != "win32" and python_version < "3.13") and extra == "gcs"',
    ].join('\n')
    const expected = ['nvidia-cudnn-cu12<10.0,>=9.3.0.75', 'nvidia-nccl-cu12<3.0,>=2.27.7']
    expect(requirementsOf(metadata, 'and-cuda')).toEqual(expected)
  })
})

describe('what is missing is said plainly', () => {
  it('the driver, or a newer one', () => {
    expect(() => checkDriver(undefined)).toThrow('No NVIDIA driver was found')
    expect(() => checkDriver('470.256.02')).toThrow('The NVIDIA driver 470.256.02 is too old for CUDA 12.')
    expect(() => checkDriver('525.60.13')).not.toThrow()
    expect(isOlder('525.60.2', '525.60.13')).toBe(true)
    expect(isOlder('1000.1', '525.60.13')).toBe(false)
  })

  it('space', async () => {
    await expect(checkSpace(folder, 1e18)).rejects.toThrow(/takes 1000000000.0 GB for a while, and .* GB free/)
    await checkSpace(folder, 1)
  })

  it('the headers of Node.js and node-gyp, which are never fetched', async () => {
    const exec = join(folder, 'bin', 'node')
    expect(() => findHeaders({}, exec)).toThrow(Missing)
    await mkdir(join(folder, 'include', 'node'), { recursive: true })
    await writeFile(join(folder, 'include', 'node', 'node_api.h'), '')
    expect(findHeaders({}, exec)).toBe(folder)
    expect(findHeaders({ npm_config_nodedir: folder }, '/usr/nowhere/bin/node')).toBe(folder)

    expect(() => findNodeGyp({}, exec)).toThrow('node-gyp')
    const gyp = join(folder, 'gyp.js')
    await writeFile(gyp, '')
    expect(findNodeGyp({ npm_config_node_gyp: gyp }, exec)).toBe(gyp)
  })

  it.each([
    ['WARNING: Retrying after connection broken by NewConnectionError(...)', Missing, /index cannot be reached/],
    ['ERROR: No matching distribution found for tensorflow-cpu==2.21.0', Missing, /has no tensorflow for this system/],
    ['OSError: [Errno 28] No space left on device', Missing, /disk is full/],
    ['/usr/bin/python3: No module named pip', Missing, /installer pip is not/],
    ['Traceback\nValueError: odd', Failed, /could not fetch tensorflow:\nTraceback\nValueError: odd/],
  ])('pip says %s', (stderr, kind, message) => {
    const trouble = troubleOfPip(stderr, 'tensorflow')
    expect(trouble).toBeInstanceOf(kind)
    expect(trouble.message).toMatch(message)
  })
})

const setup: Setup = { format: 1, tensorflow: '2.21.0', cuda: false, platform: process.platform, arch: process.arch }

async function make(place: string): Promise<void> {
  await mkdir(join(place, 'lib'), { recursive: true })
  await writeFile(join(place, 'lib', ADDON_FILE), '')
  await writeSetup(place, setup)
}

describe('the folders of set-ups', () => {
  it('get their name when they are whole, and take the place of another', async () => {
    expect(findSetup(folder, setup)).toBeUndefined()
    const made = await addSetup(folder, setup, make)
    expect(findSetup(folder, setup)).toBe(made)
    expect(readSetup(made)).toEqual(setup)
    await addSetup(folder, { ...setup, tensorflow: '2.22.0' }, make)
    expect(await readdir(folder)).toEqual(['2.22.0-cpu'])
  })

  it('leave nothing when they fail, and the one before stays', async () => {
    const before = await addSetup(folder, setup, make)
    const failing = addSetup(folder, { ...setup, cuda: true }, async (place) => {
      await make(place)
      throw new Failed('it does not train', 'next')
    })
    await expect(failing).rejects.toThrow('it does not train')
    expect(await readdir(folder)).toEqual(['2.21.0-cpu'])
    expect(findSetup(folder, setup)).toBe(before)
  })

  it('are cleared of what was interrupted or damaged, but not of what is being made', async () => {
    await addSetup(folder, setup, make)
    // No process has a number this large.
    await mkdir(join(folder, 'unfinished-99999999'))
    await mkdir(join(folder, '2.20.0-cpu'))
    expect(await clearUnfinished(folder)).toBe(2)
    expect(await readdir(folder)).toEqual(['2.21.0-cpu'])
    await mkdir(join(folder, `unfinished-${process.ppid}`))
    await expect(clearUnfinished(folder)).rejects.toThrow(`Process ${process.ppid} is setting TensorFlow up already`)
  })

  it('are removed', async () => {
    await addSetup(folder, setup, make)
    expect(await removeSetups(folder)).toBe(true)
    expect(await removeSetups(folder)).toBe(false)
    expect(existsSync(folder)).toBe(false)
  })
})

async function program(name: string, script: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, `#!/bin/sh\n${script}\n`)
  await chmod(file, 0o755)
  return file
}

/** A computer with all that is needed; what Python does when pip is to fetch something is the test's. */
async function equip(onInstall: string): Promise<void> {
  const compiler = await program('compiler', 'exit 0')
  await program('make', 'exit 0')
  await mkdir(join(folder, 'include', 'node'), { recursive: true })
  await writeFile(join(folder, 'include', 'node', 'node_api.h'), '')
  const python = await program('python', `case "$*" in *"pip install"*) ${onInstall};; *) exit 0;; esac`)
  const equipment = { PYTHON: python, CXX: compiler, npm_config_nodedir: folder, npm_config_node_gyp: compiler }
  for (const [name, value] of Object.entries(equipment)) vi.stubEnv(name, value)
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`)
}

const wheelHere = planSetup(process.platform, process.arch, false).way === 'wheel'

describe.skipIf(!wheelHere)('a set-up on a computer that lacks something', () => {
  const options = () => ({ root: join(folder, 'root'), cuda: false, again: false, say: () => undefined })

  it('says which of the tools to build with are missing', async () => {
    await equip('exit 1')
    vi.stubEnv('CXX', join(folder, 'nowhere'))
    await expect(setUp(options())).rejects.toThrow(/a C\+\+ compiler \(.*nowhere\) is missing/)
  })

  it('says that Python is missing before anything is fetched', async () => {
    vi.stubEnv('PYTHON', join(folder, 'nowhere'))
    await expect(setUp(options())).rejects.toThrow(/^Python 3\.8 or newer was not found \(PYTHON names/)
    expect(await readdir(join(folder, 'root'))).toEqual([])
  })

  it('says that the index cannot be reached, and leaves nothing', async () => {
    await equip("echo 'Retrying: NewConnectionError' >&2; exit 1")
    await expect(setUp(options())).rejects.toThrow('The Python package index cannot be reached.')
    expect(await readdir(join(folder, 'root'))).toEqual([])
  })

  it('is made good by the next run when it was killed half-way', { timeout: 60_000 }, async () => {
    const root = join(folder, 'root')
    const tool = join(import.meta.dirname, '../../tools/setup-tensorflow/index.ts')
    const args = ['--import', 'tsx', tool, '--folder', root]
    const marker = join(folder, 'fetching')
    await equip(`touch ${marker}; exec sleep 30`)
    // A group of its own, so that the program it runs can be ended with it.
    const child = spawn(process.execPath, args, { stdio: 'ignore', detached: true })
    const ended = once(child, 'exit')
    await vi.waitUntil(() => existsSync(marker), { timeout: 40_000 })
    process.kill(-child.pid!, 'SIGKILL')
    await ended
    expect(await readdir(root)).toEqual([`unfinished-${child.pid}`])

    const said: string[] = []
    await equip('exit 1')
    await expect(setUp({ ...options(), say: (line) => said.push(line) })).rejects.toThrow('pip could not fetch')
    expect(said[0]).toBe('An earlier set-up was interrupted: what it left is removed.')
    expect(await readdir(root)).toEqual([])
  })
})
