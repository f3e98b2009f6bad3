/** Streams for the page: progress as often as an eye can use it, then the end. */

/** Milliseconds between two reports of progress. */
const EVERY = 100

/**
 * Starts `work` and yields what it reports, the latest at most ten times a second, then its result. When the asker stops
 * listening, or `signal` fires, the work's own signal does.
 */
export async function* streamed<Progress, Result>(
  work: (report: (progress: Progress) => void, signal: AbortSignal) => Promise<Result>,
  signal?: AbortSignal,
): AsyncGenerator<Progress | Result, void, void> {
  const controller = new AbortController()
  const abort = () => controller.abort(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  if (signal?.aborted) abort()
  let latest: { progress: Progress } | undefined
  let wake = () => {}
  let ended = false
  const report = (progress: Progress) => {
    latest = { progress }
    wake()
  }
  const result = work(report, controller.signal).finally(() => {
    ended = true
    wake()
  })
  // It is awaited below; until then a failure must not count as unheard.
  result.catch(() => undefined)
  try {
    while (!ended) {
      await new Promise<void>((resolve) => {
        wake = resolve
        if (ended || latest) resolve()
      })
      if (latest && !ended) {
        const { progress } = latest
        latest = undefined
        yield progress
        await Promise.race([result.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, EVERY))])
      }
    }
    yield await result
  } finally {
    signal?.removeEventListener('abort', abort)
    controller.abort()
  }
}
