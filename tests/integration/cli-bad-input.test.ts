import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cli, json, SMALL } from '../fixtures/cli.ts'
import { writeDrawings } from '../fixtures/pictures.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'oneshot-cli-bad-'))
  process.env['ONESHOT_CACHE'] = path.join(dir, 'cache')
  await mkdir(path.join(dir, 'empty'))
  await writeDrawings(path.join(dir, 'one-class'), 1, 3)
  await writeDrawings(path.join(dir, 'one-picture'), 5, 1)
  await writeDrawings(path.join(dir, 'few'), 2, 4)
  await writeDrawings(path.join(dir, 'pictures'), 8, 4)
  await writeFile(path.join(dir, 'a-file'), 'text')
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const inDir = (name: string) => path.join(dir, name)

describe('bad input is answered in two lines, with 1', () => {
  it.each([
    ['scan', 'missing', /There is nothing at .*missing\.\nCheck the spelling/],
    ['scan', 'a-file', /is a file, not a folder of classes\.\n/],
    ['scan', 'empty', /There are no pictures in .*empty\.\n/],
    ['scan', 'one-class/class00', /no folders of pictures in/],
    ['scan', 'one-class', /only one class with readable pictures in .*one-class: class00\.\n/],
    ['train', 'one-class', /only one class/],
    ['train', 'one-picture', /Every training class in .*one-picture has one picture only\.\nAdd a second picture/],
    ['evaluate', 'empty', /There is no run in .*empty: recipe\.json is missing\.\n/],
    ['replay', 'missing.json', /missing\.json does not exist/],
    ['replay', 'a-file', /a-file is not JSON/],
  ])('%s %s', async (command, name, complaint) => {
    const { code, out, err } = await cli(command, inDir(name))
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(complaint)
    expect(err.trim().split('\n').length).toBeLessThanOrEqual(2)
  })

  it('as one object with --json', async () => {
    const result = await cli('scan', inDir('missing'), '--json')
    expect(result.code).toBe(1)
    expect(json(result)).toMatchObject({ error: { code: 'path-missing', next: expect.any(String) as string } })
  })

  it('a device that is not there', async () => {
    const device = process.platform === 'darwin' ? 'dml' : 'coreml'
    const { code, err } = await cli('train', inDir('pictures'), '--device', device, '--out', inDir('never'))
    expect(code).toBe(1)
    expect(err).toMatch(new RegExp(`device '${device}' cannot be used: .*\\n.*oneshot devices`))
  })

  it('more classes set aside than there are', async () => {
    const { code, err } = await cli('train', inDir('few'), '--test', '0.5', '--out', inDir('never'))
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/leaves \d of 2 classes for/) as string })
  })

  it('a run folder that holds other files', async () => {
    const { code, err } = await cli('train', inDir('pictures'), '--out', inDir('pictures'))
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/holds other files\.\nChoose/) as string })
  })

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('no permission to write', async () => {
    await mkdir(inDir('closed'))
    await chmod(inDir('closed'), 0o555)
    const { code, err } = await cli('train', inDir('pictures'), ...SMALL, '--steps', '1', '--out', inDir('closed/run'))
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/no permission to write/) as string })
  })
})

describe('few classes', { timeout: 120_000 }, () => {
  it('are all trained on, which is said, and evaluate says what it would need', async () => {
    const run = inDir('few-run')
    const { code, out } = await cli('train', inDir('few'), ...SMALL, '--steps', '2', '--out', run)
    expect(code).toBe(0)
    expect(out).toContain('2 classes are too few to set any aside for validation or testing')
    expect(out).toContain('--data FOLDER')
    const refused = await cli('evaluate', run)
    expect(refused.code).toBe(1)
    expect(refused.err).toMatch(/trained on all of its classes[^]*--data/)
    expect((await cli('evaluate', run, '--data', inDir('pictures'), '--trials', '10')).code).toBe(0)
  })
})
