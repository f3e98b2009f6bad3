/**
 * Pictures turned by quarter turns as classes of their own, as Vinyals et al. (2016) and Snell et al. (2017) count the
 * characters of Omniglot. A turned picture is an index beyond the data set's own: `turns * count + index`.
 */
import { createHash } from 'node:crypto'
import type { DatasetInfo, PictureInfo, Turn } from '../../../shared/dataset.ts'
import { UserError } from '../../../shared/errors.ts'

/** The four of a class, in degrees anticlockwise. */
export const TURNS: readonly (Turn | 0)[] = [0, 90, 180, 270]

/** Which picture an index means, and how it is turned. @param count pictures of the data set */
export function unturned(index: number, count: number): { readonly index: number; readonly turn: Turn | 0 } {
  const turn = TURNS[Math.floor(index / count)]
  if (turn === undefined) throw new RangeError(`there is no picture ${index} among ${count}, turned or not`)
  return { index: index % count, turn }
}

/** What stands for the content of a turned picture: two are the same only when file and turn are. */
export function turnedHash(hash: string, turn: Turn | 0): string {
  return turn === 0 ? hash : createHash('sha256').update(`${hash} turned ${turn}`).digest('hex')
}

/** A picture as people may call it: its path, and its turn. */
export function pictureName({ path, turn }: Pick<PictureInfo, 'path' | 'turn'>): string {
  return turn === undefined ? path : `${path} (${turn}°)`
}

type Turnable = Pick<PictureInfo, 'path' | 'hash' | 'width' | 'height'>

/** The pictures four times over, a quarter turn further each time. */
export function turnedPictures<P extends Turnable>(pictures: readonly P[]): (P & { turn?: Turn })[] {
  return TURNS.flatMap((turn) =>
    pictures.map((picture) => {
      if (turn === 0) return picture
      const { width, height } = turn === 180 ? picture : { width: picture.height, height: picture.width }
      return { ...picture, hash: turnedHash(picture.hash, turn), width, height, turn }
    }),
  )
}

/** The data set with each class four times: as it is, and turned by 90, 180 and 270 degrees. */
export function turnedDataset(dataset: DatasetInfo): DatasetInfo {
  const count = dataset.pictures.length
  const many = dataset.classes.length
  const classes = TURNS.flatMap((turn, turns) =>
    dataset.classes.map((each) => {
      const pictures = each.pictures.map((picture) => turns * count + picture)
      return turn === 0 ? each : { ...each, name: `${each.name} (${turn}°)`, pictures }
    }),
  )
  const pictures = turnedPictures(dataset.pictures).map((picture, index) => {
    return { ...picture, classIndex: picture.classIndex + Math.floor(index / count) * many }
  })
  return { ...dataset, classes, pictures }
}

/** Class indices of these classes in the turned data set, unturned ones first. @param many classes of the data set */
export function turnedClasses(classes: readonly number[], many: number): number[] {
  return TURNS.flatMap((_, turns) => classes.map((index) => turns * many + index))
}

/**
 * Turns a picture anticlockwise in quarter turns.
 * @param pixels [height, width, channels]
 * @throws UserError `protocol/not-square` for a quarter turn of pixels that are not as wide as high
 */
export function turnPixels(pixels: Uint8Array, width: number, height: number, turn: Turn): Uint8Array {
  const channels = pixels.length / (width * height)
  if (turn !== 180 && width !== height) {
    throw new UserError(
      'protocol/not-square',
      `Turned pictures need a network whose input is as wide as high; this one's is ${width} x ${height}.`,
      { subject: 'input', next: 'Choose other trials, or train with a square input.' },
    )
  }
  const out = new Uint8Array(pixels.length)
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [fromRow, fromColumn] =
        turn === 90
          ? [column, width - 1 - row]
          : turn === 180
            ? [height - 1 - row, width - 1 - column]
            : [height - 1 - column, row]
      const from = (fromRow * width + fromColumn) * channels
      for (let channel = 0; channel < channels; channel++) out[at++] = pixels[from + channel]!
    }
  }
  return out
}
