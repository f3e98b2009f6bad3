import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cli, json, startCli } from '../fixtures/cli.ts'
import { writeDrawings } from '../fixtures/pictures.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'oneshot-cli-'))
  process.env['ONESHOT_CACHE'] = path.join(dir, 'cache')
  await writeDrawings(path.join(dir, 'pictures'), 6, 3)
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const COMMANDS = [
  'scan',
  'train',
  'evaluate',
  'compare',
  'report',
  'export',
  'embed',
  'devices',
  'replay',
  'serve',
  'demo',
]

describe('help', () => {
  it('lists every command', async () => {
    const { code, out } = await cli('--help')
    expect(code).toBe(0)
    for (const command of COMMANDS) expect(out).toMatch(new RegExp(`^ {2}${command} `, 'm'))
  })

  it.each(COMMANDS)('explains %s', async (command) => {
    const { code, out, err } = await cli(command, '--help')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`Usage: oneshot ${command}`)
    if (command !== 'demo') expect(out).toContain('Examples:')
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110)
  })

  it('tells the version', async () => {
    expect((await cli('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('wrong use ends with 2', () => {
  it.each([
    [[], /Usage: oneshot/],
    [['bake'], /unknown command 'bake'/],
    [['scan'], /missing required argument 'folder'/],
    [['scan', 'a', 'b'], /too many arguments/],
    [['scan', 'a', '--fast'], /unknown option '--fast'/],
    [['train'], /Name the folder of classes/],
    [['train', 'a', '--stps', '5'], /Did you mean --steps\?/],
    [['train', 'a', '--steps', '2.5'], /--steps.*'2\.5' is invalid.*whole number/],
    [['train', 'a', '--steps', '5', '--minutes', '1'], /cannot be used with/],
    [['train', 'a', '--minutes', '-1'], /number above 0/],
    [['train', 'a', '--seed', '-1'], /from 0 to 4294967295/],
    [['train', 'a', '--recipe', 'magic'], /Allowed choices are auto, article/],
    [['train', 'a', '--device', 'abacus'], /Allowed choices are auto, cpu/],
    [['train', 'a', '--test', '0.95'], /from 0 to 0\.9/],
    [['train', 'a', '--test', 'x,,y'], /names of groups/],
    [['evaluate'], /missing required argument 'run'/],
    [['evaluate', 'r', '--way', '1'], /from 2 to 1000/],
    [['report', 'r'], /required option '--out <file>'/],
    [['compare', 'r'], /missing required argument 'other'/],
    [['export', 'r', '--format', 'onnx'], /required option '--out <folder>'/],
    [['export', 'r', '--format', 'pickle', '--out', 'o'], /Allowed choices are onnx, tfjs/],
    [['embed', 'r'], /missing required argument 'image'/],
    [['replay'], /missing required argument 'recipe'/],
  ])('%j', async (args: string[], complaint: RegExp) => {
    const { code, out, err } = await cli(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(complaint)
    expect(err).not.toMatch(/\bat .*\.ts:\d/)
  })

  it('also with fields of the recipe and groups, which only the data can tell', async () => {
    const pictures = path.join(dir, 'pictures')
    for (const [args, complaint] of [
      [['--set', 'optimiser.speed=3'], /no field 'optimiser\.speed'[^]*optimiser\.rate/],
      [['--set', 'seed'], /'seed' is not of the form field=value/],
      [['--recipe', 'all-pairs', '--set', 'optimiser.rate=99'], /optimiser\.rate is 99; it must be/],
      [['--test', 'birds'], /no group named birds/],
    ] as const) {
      const { code, err } = await cli('train', pictures, ...args)
      expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(complaint) as string })
    }
  })

  it('as one JSON object where that was asked for', async () => {
    const result = await cli('train', 'a', '--json', '--steps', 'many')
    expect(result.code).toBe(2)
    expect(json(result)).toMatchObject({
      error: { code: 'wrong-use', message: expect.stringContaining('--steps') as string },
    })
  })
})

describe('scan', () => {
  it('tells what was understood, then the problems by name', async () => {
    const folder = path.join(dir, 'odd')
    await writeDrawings(folder, 3, 2)
    await writeFile(path.join(folder, 'class00', 'broken.png'), 'no picture')
    const { code, out } = await cli('scan', folder)
    expect(code).toBe(0)
    expect(out).toMatch(/^classes\s+3$/m)
    expect(out).toMatch(/^pictures\s+6, 2 in each class$/m)
    expect(out).toMatch(/1 problem, left out:\n {2}class00\/broken\.png /)
  })

  it('as JSON, with counts and hash', async () => {
    const found = json(await cli('scan', path.join(dir, 'pictures'), '--json'))
    expect(found).toMatchObject({
      kind: 'folder',
      levels: 1,
      pictures: 18,
      width: { least: 20, most: 20 },
      problems: [],
      duplicates: [],
      recipe: { name: 'pretrained' },
    })
    expect(found['hash']).toMatch(/^[0-9a-f]{64}$/)
    expect(found['classes']).toContainEqual({ name: 'class05', group: null, pictures: 3 })
  })

  it('lists pictures that stand there twice, those of two classes first', async () => {
    const folder = path.join(dir, 'twice')
    await writeDrawings(folder, 2, 2)
    const bytes = Buffer.from('P5\n2 2\n255\n\0\x40\x80\xc0', 'latin1')
    for (const name of ['class00/x.pgm', 'class00/y.pgm', 'class01/x.pgm'])
      await writeFile(path.join(folder, name), bytes)
    const { out } = await cli('scan', folder)
    expect(out).toMatch(/1 picture stands? there more than once, 1 of them in more than one class/)
    expect(out).toContain('class00/x.pgm = class00/y.pgm = class01/x.pgm')
  })
})

describe('the command itself', () => {
  it('runs from its file, plain text into a pipe', async () => {
    const child = startCli(['scan', path.join(dir, 'pictures')], dir)
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('Every file is a whole picture')
    expect(out).not.toContain('\u001b')
  })
})
