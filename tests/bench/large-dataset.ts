/**
 * A data set of 10,000 classes and 100,000 pictures in the host: how long a page waits for it. Run it with
 * `node --import tsx tests/bench/large-dataset.ts`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pictureUrl } from '../../src/shared/contract/picture-url.ts'
import { openDataset, openHost } from '../fixtures/host.ts'
import { writeClasses } from './many-classes.ts'

const CLASSES = 10_000
const EACH = 10

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const begin = performance.now()
  const result = await work()
  console.log(`${what.padEnd(52)} ${(performance.now() - begin).toFixed(0).padStart(7)} ms`)
  return result
}

const dir = mkdtempSync(path.join(tmpdir(), 'oneshot-large-'))
const folder = path.join(dir, 'data')
writeClasses(folder, CLASSES, EACH)
const first = await openHost({}, dir)
await timed('first scan', () => openDataset(first.client, folder))
await first.host.close()
const { client, host, close } = await openHost({}, dir)
const dataset = await timed('opening it in a new host, scanned before', () => openDataset(client, folder))
await timed('opening it again', () => openDataset(client, folder))
await timed('pictures of a class', () => client.datasets.pictures({ id: dataset.id, classIndex: 0 }))
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
