/**
 * Decoding against Pillow + NumPy: the same files, the same filter, the same cores, in turn, each in a fresh process.
 *
 *     npx tsx tests/bench/decode.ts PYTHON OMNIGLOT_FOLDER EMOJI_FOLDER [ROUNDS]
 *
 * PYTHON is one with pillow and numpy installed; the folders are the unpacked samples. Prints the median seconds of each
 * side and how many bytes differ between their results.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scanDataset } from '../../src/core/dataset/index.ts'

interface Timing {
  readonly seconds: number
  /** CPU seconds of all threads and processes: what stays the same when something else runs beside. */
  readonly cpu: number
}

function describe(timings: readonly Timing[]): string {
  const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? NaN
  const seconds = middle(timings.map((timing) => timing.seconds))
  return `${seconds.toFixed(2)} s (${middle(timings.map(({ cpu }) => cpu)).toFixed(2)} s CPU)`
}

function compareBytes(a: Buffer, b: Buffer): string {
  let differing = 0
  let largest = 0
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs((a[i] as number) - (b[i] as number))
    if (difference > 0) differing++
    if (difference > largest) largest = difference
  }
  return `${differing} of ${a.length} bytes differ, by ${largest} at most`
}

async function compare(python: string, folder: string, size: number, channels: 1 | 3, rounds: number, work: string) {
  // A data set is scanned before it is decoded, so the sizes of its pictures are known.
  const dataset = await scanDataset(folder, { cacheDir: work })
  const root = join(folder, dataset.base ?? '')
  const at = (name: string) => join(work, name)
  writeFileSync(at('list.txt'), dataset.pictures.map(({ path }) => join(root, path)).join('\n'))
  writeFileSync(at('list.json'), JSON.stringify(dataset.pictures))
  const run = (program: string, args: readonly string[]) =>
    JSON.parse(execFileSync(program, args, { encoding: 'utf8' })) as Timing
  const ours = join(import.meta.dirname, 'decode-ours.ts')
  const theirs = join(import.meta.dirname, 'decode.py')
  const mode = channels === 1 ? 'L' : 'RGB'
  const byPython = (processes: number) => () =>
    run(python, [theirs, at('list.txt'), String(size), mode, String(processes), at('theirs.raw')])
  const sides = {
    ours: () =>
      run(process.execPath, [
        '--import',
        'tsx',
        ours,
        root,
        at('list.json'),
        String(size),
        String(channels),
        at('ours.raw'),
      ]),
    'python, 1 process': byPython(1),
    'python, 2 processes': byPython(2),
  }
  const timings = new Map<string, Timing[]>(Object.keys(sides).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, side] of Object.entries(sides)) timings.get(name)?.push(side())
  }
  console.log(`${dataset.pictures.length} files to ${size} x ${size} x ${channels}, ${rounds} rounds, medians`)
  for (const [name, list] of timings) console.log(`  ${name.padEnd(20)} ${describe(list)}`)
  console.log(`  ${compareBytes(readFileSync(at('ours.raw')), readFileSync(at('theirs.raw')))}`)
}

const [python, omniglot, emoji, rounds = '5'] = process.argv.slice(2)
if (python === undefined || omniglot === undefined || emoji === undefined) {
  console.error('usage: npx tsx tests/bench/decode.ts PYTHON OMNIGLOT_FOLDER EMOJI_FOLDER [ROUNDS]')
  process.exit(2)
}
const work = mkdtempSync(join(tmpdir(), 'bench-decode-'))
try {
  await compare(python, omniglot, 35, 1, Number(rounds), work)
  await compare(python, emoji, 224, 3, Number(rounds), work)
} finally {
  rmSync(work, { recursive: true })
}
