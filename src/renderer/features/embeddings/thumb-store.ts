/** Pictures for the map, fetched as they come into view; the last ones stay. */
import { pictureUrl } from '../../../shared/contract/picture-url.ts'

const AT_ONCE = 12
const MOST_HELD = 1500

export class ThumbStore {
  private readonly source: string
  private readonly pictures: readonly number[]
  private readonly size: number
  private readonly onLoad: () => void
  private readonly held = new Map<number, HTMLImageElement>()
  private readonly coming = new Map<number, HTMLImageElement>()
  private readonly failed = new Set<number>()
  private wanted: readonly number[] = []

  /** @param pictures number in the source of each point @param size longer side, device pixels @param onLoad there is more to draw */
  constructor(source: string, pictures: readonly number[], size: number, onLoad: () => void) {
    this.source = source
    this.pictures = pictures
    this.size = size
    this.onLoad = onLoad
  }

  /** The picture of a point, once it has come. */
  get(point: number): HTMLImageElement | undefined {
    const known = this.held.get(point)
    if (known) {
      this.held.delete(point)
      this.held.set(point, known)
    }
    return known
  }

  /** What is in view now, the most important first; what is on its way for a view that is gone is let go. */
  want(points: readonly number[]): void {
    this.wanted = points
    const now = new Set(points)
    for (const [point, image] of this.coming) {
      if (now.has(point)) continue
      image.onload = image.onerror = null
      image.removeAttribute('src')
      this.coming.delete(point)
    }
    this.fetchNext()
  }

  dispose(): void {
    this.want([])
    this.held.clear()
  }

  private fetchNext(): void {
    for (const point of this.wanted) {
      if (this.coming.size >= AT_ONCE) return
      if (!this.held.has(point) && !this.coming.has(point) && !this.failed.has(point)) this.fetch(point)
    }
  }

  private fetch(point: number): void {
    const image = new Image()
    image.decoding = 'async'
    const end = (isThere: boolean) => {
      this.coming.delete(point)
      if (isThere) this.held.set(point, image)
      else this.failed.add(point)
      for (const old of [...this.held.keys()].slice(0, -MOST_HELD)) this.held.delete(old)
      this.onLoad()
      this.fetchNext()
    }
    image.onload = () => end(true)
    image.onerror = () => end(false)
    this.coming.set(point, image)
    image.src = pictureUrl(this.source, this.pictures[point] ?? 0, this.size)
  }
}
