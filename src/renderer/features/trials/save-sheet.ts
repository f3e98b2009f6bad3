import { pictureUrl } from '../../../shared/contract/picture-url.ts'
import type { PictureRef } from '../../../shared/contract/common.ts'
import type { TrialDetail } from '../../../shared/contract/evaluations.ts'
import { download } from '../../components/charts/download.ts'
import { baseName, figure } from '../../format.ts'
import { layoutSheet } from './sheet.ts'

export interface SheetWords {
  readonly title: string
  readonly truth: string
  readonly chosen: string
}

/** Supports on a sheet: those that decided. */
const MOST = 20

async function load({ source, index }: PictureRef): Promise<HTMLImageElement> {
  const image = new Image()
  image.src = pictureUrl(source, index, 384)
  await image.decode()
  return image
}

function paint(context: CanvasRenderingContext2D, image: HTMLImageElement, x: number, y: number, side: number): void {
  const scale = Math.min(side / image.naturalWidth, side / image.naturalHeight)
  const [width, height] = [image.naturalWidth * scale, image.naturalHeight * scale]
  context.imageSmoothingEnabled = scale < 1
  context.drawImage(image, x + (side - width) / 2, y + (side - height) / 2, width, height)
}

/** Saves a trial as a picture for a paper or a mail. */
export async function saveSheet(trial: TrialDetail, words: SheetWords): Promise<void> {
  const ways = trial.ways.slice(0, MOST)
  const layout = layoutSheet(ways.length)
  const canvas = document.createElement('canvas')
  const scale = 2
  canvas.width = layout.width * scale
  canvas.height = layout.height * scale
  const context = canvas.getContext('2d')
  if (!context) return
  context.scale(scale, scale)
  context.fillStyle = '#fff'
  context.fillRect(0, 0, layout.width, layout.height)
  context.fillStyle = '#111'
  context.font = '600 16px sans-serif'
  context.fillText(words.title, layout.query.x, 34)
  context.font = '12px sans-serif'
  const { query } = layout
  paint(context, await load(trial.query), query.x, query.y, query.side)
  context.strokeStyle = '#111'
  context.strokeRect(query.x, query.y, query.side, query.side)
  context.fillText(trial.query.className, query.x, query.y + query.side + 18)
  for (const [i, way] of ways.entries()) {
    const cell = layout.supports[i]
    const [support] = way.supports
    if (!cell || !support) continue
    paint(context, await load(support), cell.x, cell.y, layout.side)
    context.strokeStyle = way.truth ? '#00795a' : way.chosen ? '#b85c00' : '#ccc'
    context.lineWidth = way.truth || way.chosen ? 3 : 1
    context.strokeRect(cell.x, cell.y, layout.side, layout.side)
    const mark = way.truth ? ` ✓ ${words.truth}` : way.chosen ? ` ✗ ${words.chosen}` : ''
    context.fillStyle = '#111'
    context.fillText(baseName(way.className).slice(0, 18), cell.x, cell.y + layout.side + 14)
    context.fillText(`${figure(way.distance)}${mark}`, cell.x, cell.y + layout.side + 28)
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (blob) download(`trial-${trial.trial}.png`, 'image/png', blob)
}
