/** Draws a laid out sheet and gives it as a PNG. */
import { pictureUrl } from '../../../shared/contract/picture-url.ts'
import type { PictureRef } from '../../../shared/contract/common.ts'
import type { Ink, Sheet, SheetPicture, SheetText } from './sheet-layout.ts'

/** Dots for each unit of the layout: sharp in print. */
const SCALE = 2
const INKS: Readonly<Record<Ink, string>> = {
  text: '#111827',
  muted: '#6b7280',
  right: '#0072b2',
  wrong: '#b85c00',
  bar: '#9ca3af',
}

async function load({ source, index }: PictureRef, size: number): Promise<HTMLImageElement | undefined> {
  const image = new Image()
  image.src = pictureUrl(source, index, size)
  try {
    await image.decode()
    return image
  } catch {
    // A picture that is gone leaves an empty frame; the figures are still worth saving.
    return undefined
  }
}

function drawPicture(context: CanvasRenderingContext2D, { x, y, size }: SheetPicture, image?: HTMLImageElement): void {
  if (image) {
    const zoom = size / Math.max(image.naturalWidth, image.naturalHeight)
    const width = image.naturalWidth * zoom
    const height = image.naturalHeight * zoom
    // Enlarged drawings keep their dots, photographs made smaller their softness.
    context.imageSmoothingEnabled = zoom * SCALE < 1
    context.drawImage(image, x + (size - width) / 2, y + (size - height) / 2, width, height)
  }
  context.strokeStyle = '#d1d5db'
  context.lineWidth = 1
  context.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1)
}

function writeText(context: CanvasRenderingContext2D, sheetText: SheetText): void {
  const { x, y, size, bold, align, ink, maxWidth } = sheetText
  context.font = `${bold ? '600 ' : ''}${size}px system-ui, sans-serif`
  context.fillStyle = INKS[ink]
  context.textAlign = align
  let { text } = sheetText
  if (context.measureText(text).width > maxWidth) {
    while (text.length > 1 && context.measureText(`${text}…`).width > maxWidth) text = text.slice(0, -1)
    text += '…'
  }
  context.fillText(text, x, y)
}

export async function drawSheet(sheet: Sheet): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = sheet.width * SCALE
  canvas.height = sheet.height * SCALE
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser gives no canvas to draw on.')
  const images = await Promise.all(sheet.pictures.map(({ picture, size }) => load(picture, size * SCALE)))
  context.scale(SCALE, SCALE)
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, sheet.width, sheet.height)
  for (const [index, picture] of sheet.pictures.entries()) drawPicture(context, picture, images[index])
  for (const { x, y, width, height, ink } of sheet.bars) {
    context.fillStyle = INKS[ink]
    context.fillRect(x, y, width, height)
  }
  for (const text of sheet.texts) writeText(context, text)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The sheet could not be drawn.'))), 'image/png'),
  )
}
