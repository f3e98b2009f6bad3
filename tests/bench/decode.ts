/**
 * Decoding against Pillow + NumPy: the same files, the same filter, the same cores, in turn.
 *
 *     npx tsx tests/bench/decode.ts PYTHON OMNIGLOT_FOLDER EMOJI_FOLDER [ROUNDS]
 *
 * PYTHON is one with pillow and numpy installed; the folders are the unpacked samples. Prints the median seconds of each
 * side and how many bytes differ between their results.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeInto } from '../../src/core/dataset/decode.ts'
import { FolderSource } from '../../src/core/dataset/folder-source.ts'
import { forEachParallel } from '../../src/core/dataset/parallel.ts'
import { scanDataset } from '../../src/core/dataset/scan.ts'
import type { PictureTarget } from '../../src/core/dataset/target.ts'

interface Timing {
  readonly seconds: number
  /** CPU seconds of all threads and processes: what stays the same when something else runs beside. */
  readonly cpu: number
}

async function decodeOurs(
  folder: string,
  paths: readonly string[],
  target: PictureTarget,
  sizes: Sizes,
  out: Uint8Array,
) {
  const source = new FolderSource(folder)
  const size = target.width * target.height * target.channels
  const cpu = process.cpuUsage()
  const start = performance.now()
  await forEachParallel(paths.length, async (i) => {
    const path = paths[i] as string
    await decodeInto(out.subarray(i * size, (i + 1) * size), await source.read(path), target, sizes.get(path))
  })
  const seconds = (performance.now() - start) / 1000
  const used = process.cpuUsage(cpu)
  return { seconds, cpu: (used.user + used.system) / 1e6 }
}

type Sizes = ReadonlyMap<string, { width: number; height: number }>

function median(timings: readonly Timing[]): string {
  const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? NaN
  const seconds = middle(timings.map((timing) => timing.seconds))
  return `${seconds.toFixed(2)} s (${middle(timings.map(({ cpu }) => cpu)).toFixed(2)} s CPU)`
}

async function compare(python: string, folder: string, target: PictureTarget, rounds: number, work: string) {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
  const list = join(work, 'list.txt')
  const raw = join(work, 'out.raw')
  writeFileSync(list, paths.map((path) => join(folder, path)).join('\n'))
  // A data set is scanned before it is decoded, so its pictures' sizes are known.
  const dataset = await scanDataset(folder, { cacheDir: work })
  const sizes: Sizes = new Map(dataset.pictures.map((picture) => [(dataset.base ?? '') + picture.path, picture]))
  const out = new Uint8Array(paths.length * target.width * target.height * target.channels)
  const timings = { ours: [] as Timing[], 'python, 1 process': [] as Timing[], 'python, 2 processes': [] as Timing[] }
  const script = join(import.meta.dirname, 'decode.py')
  const mode = target.channels === 1 ? 'L' : 'RGB'
  const theirs = (processes: number) =>
    JSON.parse(
      execFileSync(python, [script, list, String(target.width), mode, String(processes), raw], { encoding: 'utf8' }),
    ) as Timing
  for (let round = 0; round < rounds; round++) {
    timings.ours.push(await decodeOurs(folder, paths, target, sizes, out))
    timings['python, 1 process'].push(theirs(1))
    timings['python, 2 processes'].push(theirs(2))
  }
  const reference = readFileSync(raw)
  let differing = 0
  let largest = 0
  for (let i = 0; i < out.length; i++) {
    const difference = Math.abs((out[i] as number) - (reference[i] as number))
    if (difference > 0) differing++
    if (difference > largest) largest = difference
  }
  console.log(
    `${paths.length} files to ${target.width} x ${target.height} x ${target.channels}, ${rounds} rounds, medians`,
  )
  for (const [name, list] of Object.entries(timings)) console.log(`  ${name.padEnd(20)} ${median(list)}`)
  console.log(`  ${differing} of ${out.length} bytes differ, by ${largest} at most`)
}

const [python, omniglot, emoji, rounds = '5'] = process.argv.slice(2)
if (python === undefined || omniglot === undefined || emoji === undefined) {
  console.error('usage: npx tsx tests/bench/decode.ts PYTHON OMNIGLOT_FOLDER EMOJI_FOLDER [ROUNDS]')
  process.exit(2)
}
const work = mkdtempSync(join(tmpdir(), 'bench-decode-'))
try {
  await compare(python, omniglot, { width: 35, height: 35, channels: 1 }, Number(rounds), work)
  await compare(python, emoji, { width: 224, height: 224, channels: 3 }, Number(rounds), work)
} finally {
  rmSync(work, { recursive: true })
}
