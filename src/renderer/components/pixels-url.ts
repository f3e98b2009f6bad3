import type { Pixels } from '../../shared/contract/common.ts'

let canvas: HTMLCanvasElement | undefined

/** Pixels as a picture's address that holds them. */
export function pixelsUrl({ width, height, channels, data }: Pixels): string {
  canvas ??= document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return ''
  const image = context.createImageData(width, height)
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) image.data[i * 4 + c] = data[i * channels + (channels === 3 ? c : 0)] ?? 0
    image.data[i * 4 + 3] = 255
  }
  context.putImageData(image, 0, 0)
  return canvas.toDataURL()
}
