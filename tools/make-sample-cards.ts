/** Makes the pictures on the sample cards of Home from the bundled samples: `node --import tsx tools/make-sample-cards.ts`. */
import path from 'node:path'
import sharp from 'sharp'
import { scanDataset, Thumbnails } from '../src/core/dataset/index.ts'

const COLUMNS = 8
const ROWS = 3
const SIDE = 80

const thumbnails = new Thumbnails()

for (const [name, file] of [
  ['omniglot', 'omniglot-background-small1.zip'],
  ['emoji', 'emoji-objects.zip'],
] as const) {
  const dataset = await scanDataset(path.join('resources/samples', file))
  const step = Math.floor(dataset.classes.length / (COLUMNS * ROWS))
  const tiles = Array.from({ length: COLUMNS * ROWS }, async (_, i) => {
    const { pictures } = dataset.classes[i * step]!
    const picture = dataset.pictures[pictures[i % pictures.length]!]!
    const input = await thumbnails.make({ ...dataset, path: picture.path, hash: picture.hash }, SIDE - 16)
    const { width = 0, height = 0 } = await sharp(input).metadata()
    return {
      input,
      left: (i % COLUMNS) * SIDE + Math.floor((SIDE - width) / 2),
      top: Math.floor(i / COLUMNS) * SIDE + Math.floor((SIDE - height) / 2),
    }
  })
  await sharp({ create: { width: COLUMNS * SIDE, height: ROWS * SIDE, channels: 3, background: '#ffffff' } })
    .composite(await Promise.all(tiles))
    .webp({ quality: 82 })
    .toFile(`src/renderer/features/home/sample-${name}.webp`)
}
