import { UserError } from '../../shared/errors.ts'

/** What every picture is turned into. */
export interface PictureTarget {
  /** Pixels, 1..4096. */
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  /** `fill` stretches, `contain` keeps the proportions and adds white margins. @default 'fill' */
  readonly fit?: 'fill' | 'contain'
}

const MAX_SIDE = 4096

/** Bytes of one decoded picture. */
export function bytesPerPicture(target: PictureTarget): number {
  return target.width * target.height * target.channels
}

/** @throws UserError when a field is outside its range */
export function checkTarget(target: PictureTarget): void {
  for (const field of ['width', 'height'] as const) {
    const value = target[field]
    if (!Number.isInteger(value) || value < 1 || value > MAX_SIDE) {
      throw new UserError(
        'picture-size',
        `The picture ${field} is ${value}, which is not between 1 and ${MAX_SIDE} pixels.`,
        {
          subject: field,
          values: { value, most: MAX_SIDE },
          next: 'Choose a whole number in that range.',
        },
      )
    }
  }
  if (target.channels !== 1 && target.channels !== 3) {
    throw new UserError('picture-channels', `A picture cannot have ${String(target.channels)} channels here.`, {
      subject: 'channels',
      next: 'Choose 1 (grey) or 3 (colour).',
    })
  }
}

/** Where the picture itself stands in the target, in pixels. */
export function placement(source: { width: number; height: number }, target: PictureTarget) {
  if (target.fit !== 'contain') return { left: 0, top: 0, width: target.width, height: target.height }
  const scale = Math.min(target.width / source.width, target.height / source.height)
  const width = Math.min(target.width, Math.max(1, Math.round(source.width * scale)))
  const height = Math.min(target.height, Math.max(1, Math.round(source.height * scale)))
  return {
    left: Math.floor((target.width - width) / 2),
    top: Math.floor((target.height - height) / 2),
    width,
    height,
  }
}
