/** Seconds before one can be told at all, lest the first guess is a wild one. */
const PATIENCE = 1.5

/**
 * How long the present part of the work will go on, by how quick it was so far; null where that cannot be told.
 * @param now milliseconds of the clock that `since` is of
 */
export function secondsLeft(
  { done, total, since }: { readonly done: number; readonly total: number | null; readonly since: number },
  now: number,
): number | null {
  const seconds = (now - since) / 1000
  if (total === null || done <= 0 || done >= total || seconds < PATIENCE) return null
  return (seconds / done) * (total - done)
}
