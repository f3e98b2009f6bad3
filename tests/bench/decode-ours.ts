/**
 * Our side of decode.ts, in a process of its own as Python's is. Prints seconds and CPU seconds as JSON.
 *
 *     npx tsx tests/bench/decode-ours.ts FOLDER PICTURES.json SIZE CHANNELS OUT.raw
 */
import { readFileSync, writeFileSync } from 'node:fs'
import type { PictureInfo } from '../../src/shared/dataset.ts'
import { decodeInto } from '../../src/core/dataset/decode/decode.ts'
import { FolderSource } from '../../src/core/dataset/sources/folder-source.ts'
import { forEachParallel } from '../../src/core/dataset/parallel.ts'
import { loadSharp } from '../../src/core/dataset/decode/sharp-decoder.ts'

const [folder = '', list = '', size = '', channels = '', output = ''] = process.argv.slice(2)
const pictures = JSON.parse(readFileSync(list, 'utf8')) as PictureInfo[]
const target = { width: Number(size), height: Number(size), channels: Number(channels) as 1 | 3 }
const bytes = target.width * target.height * target.channels
// Python's imports are not timed either.
await loadSharp()
const source = new FolderSource(folder)
const out = new Uint8Array(pictures.length * bytes)
const cpu = process.cpuUsage()
const start = performance.now()
await forEachParallel(pictures.length, async (i) => {
  const picture = pictures[i] as PictureInfo
  await decodeInto(out.subarray(i * bytes, (i + 1) * bytes), await source.read(picture.path), target, picture)
})
const seconds = (performance.now() - start) / 1000
const used = process.cpuUsage(cpu)
console.log(JSON.stringify({ seconds, cpu: (used.user + used.system) / 1e6 }))
writeFileSync(output, out)
