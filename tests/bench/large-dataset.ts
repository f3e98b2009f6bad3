/**
 * A data set of 10,000 classes and 100,000 pictures in the host: how long a page waits for it. Run it with
 * `node --import tsx tests/bench/large-dataset.ts`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { deflateSync } from 'node:zlib'
import { crc32 } from '../../src/core/dataset/crc32.ts'
import { pictureUrl } from '../../src/shared/contract/picture-url.ts'
import { openDataset, openHost } from '../fixtures/host.ts'

const CLASSES = 10_000
const EACH = 10
const SIDE = 8

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(data.length, 0)
  ends.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
}

/** A grey PNG whose first pixels spell its number, so that no two are the same. */
function png(number: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(SIDE, 0)
  header.writeUInt32BE(SIDE, 4)
  header[8] = 8
  const rows = Buffer.alloc(SIDE * (SIDE + 1))
  rows.writeUInt32BE(number, 1)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function writeClasses(folder: string): void {
  for (let index = 0; index < CLASSES; index++) {
    const dir = path.join(folder, `class${String(index).padStart(5, '0')}`)
    mkdirSync(dir, { recursive: true })
    for (let each = 0; each < EACH; each++) writeFileSync(path.join(dir, `${each}.png`), png(index * EACH + each))
  }
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const begin = performance.now()
  const result = await work()
  console.log(`${what.padEnd(52)} ${(performance.now() - begin).toFixed(0).padStart(7)} ms`)
  return result
}

const dir = mkdtempSync(path.join(tmpdir(), 'oneshot-large-'))
const folder = path.join(dir, 'data')
writeClasses(folder)
const first = await openHost({}, dir)
await timed('first scan', () => openDataset(first.client, folder))
await first.host.close()
const { client, host, close } = await openHost({}, dir)
const dataset = await timed('opening it in a new host, scanned before', () => openDataset(client, folder))
await timed('opening it again', () => openDataset(client, folder))
await timed('get', () => client.datasets.get({ id: dataset.id }))
console.log(`summary ${(JSON.stringify(dataset).length / 2 ** 20).toFixed(1)} MiB as JSON`)
const wishes = { datasetId: dataset.id, preset: 'all-pairs' as const, overrides: {} }
const plan = await timed('plan', () => client.plan.make({ ...wishes, validation: null, test: null, by: null }))
const { recipe, split } = plan
await timed('16 sample pairs', () => client.plan.samplePairs({ datasetId: dataset.id, recipe, split, pairs: 16 }))
const show = (from: number) =>
  Promise.all(
    Array.from({ length: 500 }, (_, i) =>
      host.picture(new URL(pictureUrl(dataset.id, from + 17 * i, 96), 'app://studio')),
    ),
  )
await timed('500 thumbnails at once, first time', () => show(0))
await timed('500 thumbnails at once, again', () => show(0))
console.log(`host process ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`)
await close()
rmSync(dir, { recursive: true, force: true })
