import { availableParallelism } from 'node:os'

/** How far a long job is. */
export interface Progress {
  readonly done: number
  readonly total: number
}

/** Longest stretch without giving the event loop a turn, in milliseconds: what cancelling and progress wait for. */
const TURN_MS = 25

/** Files in flight at once: enough that decoding threads never wait for reading, few enough to bound the memory. */
function defaultConcurrency(): number {
  return Math.min(16, availableParallelism() + 3)
}

/**
 * Runs `work` for 0..total-1, a few at a time, started in order. Each runs in a lane (0..concurrency-1), one after the
 * other, so what a lane owns can be used again. Stops at the first error or when `signal` fires, after
 * what was started has ended, so nothing writes to a file that the caller is about to delete.
 */
export async function forEachParallel(
  total: number,
  work: (index: number, lane: number) => Promise<void>,
  options: { concurrency?: number; onProgress?: (progress: Progress) => void; signal?: AbortSignal } = {},
): Promise<void> {
  const { concurrency = defaultConcurrency(), onProgress, signal } = options
  let next = 0
  let done = 0
  let failure: { error: unknown } | undefined
  let turn = performance.now()
  const run = async (lane: number): Promise<void> => {
    while (next < total && failure === undefined) {
      const index = next++
      try {
        signal?.throwIfAborted()
        await work(index, lane)
        done++
        if (performance.now() - turn > TURN_MS) {
          onProgress?.({ done, total })
          await new Promise((resolve) => setImmediate(resolve))
          turn = performance.now()
        }
      } catch (error) {
        failure ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, Math.min(concurrency, total)) }, (_, lane) => run(lane)))
  if (failure !== undefined) throw failure.error
  onProgress?.({ done, total })
}

/**
 * Settings of a process that decodes many pictures; they must be in its environment before it starts. One libuv thread a
 * core (and no fewer than its own default of 4) decodes one picture each.
 */
export function decodingEnvironment(cores = availableParallelism()): Readonly<Record<string, string>> {
  return { UV_THREADPOOL_SIZE: String(Math.max(4, cores)) }
}
