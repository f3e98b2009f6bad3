import { throttle } from '../../shared/throttle.ts'

/** Milliseconds between two reports of progress. */
const EVERY = 80

interface At {
  /** Name of the part of the work, where it has several. */
  readonly doing?: string
  readonly done: number
  readonly total: number | null
}

/** Reports now and then, as often as a page can show it; the first of each part and the last always. */
export function seldom<P extends At>(progress: (at: P) => void): (at: P) => void {
  const isTime = throttle(EVERY)
  let before: string | undefined
  return (at) => {
    const isNew = at.doing !== before
    const isLast = at.total !== null && at.done >= at.total
    if (!isTime() && !isNew && !isLast) return
    before = at.doing
    progress(at)
  }
}
