import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserError } from '../../shared/errors.ts'
import { chooseDevice, listDevices } from './devices.ts'
import { probeInChild, type ProbeResult } from './devices/spawn.ts'
import { lookAround, ruledOut, type Candidate, type Surroundings } from './devices/surroundings.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'devices-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const bare: Surroundings = {
  platform: 'linux',
  arch: 'x64',
  providers: ['cpu', 'webgpu', 'cuda'],
  graphics: [],
  vulkanChosen: false,
  cudaLibrary: false,
  tensorflow: 'absent',
  versions: { node: 'v20', onnxruntime: '1.30.0' },
}
const NO_TENSORFLOW = "TensorFlow's native library is not installed; `npm run setup:tensorflow` fetches it"
const withCard: Surroundings = { ...bare, graphics: ['/dev/dri/renderD128', '/dev/nvidia0'], cudaLibrary: true }

/** Devices that answer at once, and a count of the tries. */
function fakeProbe(times: Partial<Record<Candidate, number | string>>) {
  const tried: Candidate[] = []
  const probe = async (device: Candidate): Promise<ProbeResult> => {
    tried.push(device)
    const found = times[device] ?? 'it is broken'
    if (typeof found === 'string') {
      const reason = { code: 'device/failed', values: { message: found }, text: found }
      return { ok: false, reason, lasting: found !== 'it hung' }
    }
    return { ok: true, version: 'test 1', stepMs: found, lasting: true }
  }
  return { tried, probe }
}

describe('what rules a device out without a try', () => {
  it.each<[Candidate, Partial<Surroundings>, string | undefined]>([
    ['cpu', {}, undefined],
    ['webgpu', {}, 'no graphics card is visible here'],
    ['webgpu', { graphics: ['/dev/dri/renderD128'] }, undefined],
    ['webgpu', { vulkanChosen: true }, undefined],
    // Windows and macOS show no device files: only a try can tell.
    ['webgpu', { platform: 'win32', graphics: undefined }, undefined],
    ['cuda', {}, 'no NVIDIA graphics card is visible here'],
    ['cuda', { graphics: ['/dev/dri/renderD128'] }, 'no NVIDIA graphics card is visible here'],
    ['cuda', { graphics: ['/dev/nvidia0'] }, "ONNX Runtime's CUDA library is not installed"],
    ['cuda', { graphics: ['/dev/dxg'], cudaLibrary: true }, undefined],
    ['dml', { graphics: undefined }, 'ONNX Runtime does not have it on linux x64'],
    ['coreml', {}, 'ONNX Runtime does not have it on linux x64'],
    ['tensorflow', {}, NO_TENSORFLOW],
    [
      'tensorflow',
      { tensorflow: 'unfinished' },
      'its set-up was begun and not finished; run `npm run setup:tensorflow` again',
    ],
    ['tensorflow', { tensorflow: 'ready' }, undefined],
  ])('%s with %o: %s', (device, changes, reason) => {
    expect(ruledOut(device, { ...bare, ...changes })?.text).toBe(reason)
  })
})

describe('the list of devices', () => {
  it('tries only what may be there and says why the rest is not', async () => {
    const { tried, probe } = fakeProbe({ cpu: 12, webgpu: 3 })
    const devices = await listDevices({ cacheDir: folder, around: withCard, probe })
    expect(tried).toEqual(['cpu', 'webgpu', 'cuda'])
    const told = devices.map(({ reason, ...rest }) => (reason ? { ...rest, reason: reason.text } : rest))
    expect(told).toEqual([
      { name: 'cpu', available: true, version: 'test 1', stepMs: 12 },
      { name: 'webgpu', available: true, version: 'test 1', stepMs: 3 },
      { name: 'cuda', available: false, reason: 'it is broken' },
      { name: 'dml', available: false, reason: 'ONNX Runtime does not have it on linux x64' },
      { name: 'coreml', available: false, reason: 'ONNX Runtime does not have it on linux x64' },
      { name: 'tensorflow', available: false, reason: NO_TENSORFLOW },
    ])
  })
})

describe('the choice of a device', () => {
  it('takes the processor at once where nothing else can be', async () => {
    const { tried, probe } = fakeProbe({})
    const choice = await chooseDevice('auto', { cacheDir: folder, around: bare, probe })
    expect(choice).toEqual({ device: 'cpu', why: 'nothing else is here: no graphics card is visible here' })
    expect(tried).toEqual([])
  })

  it('takes the quickest, and remembers it until a version changes', async () => {
    const { tried, probe } = fakeProbe({ cpu: 25, webgpu: 3.14, cuda: 8 })
    const options = { cacheDir: folder, around: withCard, probe }
    const expected = { device: 'webgpu', why: 'the quickest of 3: 3.1 ms for a test step, cuda 8.0 ms' }
    expect(await chooseDevice('auto', options)).toEqual(expected)
    expect(await chooseDevice('auto', options)).toEqual(expected)
    expect(tried).toHaveLength(3)
    const around = { ...withCard, versions: { ...withCard.versions, onnxruntime: '1.31.0' } }
    await chooseDevice('auto', { ...options, around })
    expect(tried).toHaveLength(6)
  })

  it('leaves the processor only for what is clearly quicker', async () => {
    const near = fakeProbe({ cpu: 25, webgpu: 23, cuda: 40 })
    const choice = await chooseDevice('auto', { cacheDir: folder, around: withCard, probe: near.probe })
    expect(choice).toEqual({ device: 'cpu', why: 'no other is clearly quicker: 25 ms for a test step, webgpu 23 ms' })
    const clear = fakeProbe({ cpu: 25, webgpu: 22, cuda: 40 })
    const other = { ...withCard, versions: { ...withCard.versions, onnxruntime: '1.32.0' } }
    expect((await chooseDevice('auto', { cacheDir: folder, around: other, probe: clear.probe })).device).toBe('webgpu')
  })

  it('says what failed where only the processor works', async () => {
    const { probe } = fakeProbe({ cpu: 25, webgpu: 'no adapter' })
    const choice = await chooseDevice('auto', { cacheDir: folder, around: { ...withCard, cudaLibrary: false }, probe })
    expect(choice).toEqual({ device: 'cpu', why: 'nothing else works here: webgpu: no adapter' })
  })

  it('does not remember a try that hung, nor trust a file it did not write', async () => {
    const { tried, probe } = fakeProbe({ cpu: 25, webgpu: 'it hung' })
    const options = { cacheDir: folder, around: { ...withCard, cudaLibrary: false }, probe }
    await chooseDevice('auto', options)
    await chooseDevice('auto', options)
    expect(tried).toHaveLength(4)
    const better = fakeProbe({ cpu: 25, webgpu: 5 })
    await chooseDevice('auto', { ...options, probe: better.probe })
    const [file] = await readdir(join(folder, 'devices'))
    await writeFile(join(folder, 'devices', file!), '[{"name": "quantum"}]')
    expect((await chooseDevice('auto', { ...options, probe: better.probe })).device).toBe('webgpu')
    expect(better.tried).toHaveLength(4)
  })

  it('takes a name as it is, if it can be here', async () => {
    const options = { cacheDir: folder, around: withCard }
    expect(await chooseDevice('cuda', options)).toEqual({ device: 'cuda', why: 'as asked' })
    expect(await chooseDevice('reference', options)).toEqual({ device: 'reference', why: 'as asked' })
    const refusals = {
      dml: 'ONNX Runtime does not have it',
      tensorflow: 'is not installed',
      quantum: 'no device called',
    }
    for (const [name, reason] of Object.entries(refusals)) {
      const refused = await chooseDevice(name, options).catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(UserError)
      expect(refused).toMatchObject({ code: 'engine/no-such-device', subject: name })
      expect((refused as UserError).message).toContain(reason)
    }
  })
})

describe('a try in a child process', () => {
  it('measures the processor', async () => {
    const result = await probeInChild('cpu')
    expect(result).toMatchObject({
      ok: true,
      lasting: true,
      version: `ONNX Runtime ${lookAround().versions['onnxruntime']}`,
    })
  })

  it('does not report a provider that ONNX Runtime leaves out', async () => {
    // None of them is in its builds for Linux; elsewhere one of them is missing.
    const missing = (['coreml', 'dml', 'cuda'] as const).find((name) => !lookAround().providers.includes(name))
    expect(await probeInChild(missing!)).toMatchObject({ ok: false, lasting: true })
  })

  it.each([
    [
      'crashes',
      "process.stderr.write('bad driver'); process.kill(process.pid, 'SIGSEGV')",
      /ended with SIGSEGV: bad driver/,
    ],
    ['hangs', 'setInterval(() => {}, 1000)', /did not answer within 1 s/],
    ['ends', 'process.exit(3)', /ended with code 3/],
    ['answers nonsense', "process.send('hello')", /something unknown/],
  ])('survives one that %s', async (_, source, reason) => {
    const file = join(folder, 'child.mjs')
    await writeFile(file, source)
    const timeoutMs = source.startsWith('setInterval') ? 1000 : 30_000
    const result = await probeInChild('webgpu', { entry: { file, execArgv: [] }, timeoutMs })
    expect(result).toMatchObject({
      ok: false,
      lasting: false,
      reason: { text: expect.stringMatching(reason) as string },
    })
  })
})
