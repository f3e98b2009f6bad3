/** Serve mode as a command: builds where needed, prints the address, ends with Ctrl+C. */
import { ensureBuilt } from './built-page.ts'
import type { ServeOptions } from './serve.ts'

export interface ServerTerminal {
  out(line: string): void
  err(line: string): void
  /** One JSON object with the address instead of words. */
  readonly json: boolean
}

/** Resolves when the server was stopped. @throws UserError `port`, `build` and what `createHost` throws */
export async function runServer(options: ServeOptions, { out, err, json }: ServerTerminal): Promise<void> {
  await ensureBuilt(err)
  const { serve } = await import('./serve.ts')
  const served = await serve(options)
  if (json) out(JSON.stringify({ url: served.url, runs: served.runs, pid: process.pid }))
  else {
    out(`Oneshot Studio is at ${served.url}`)
    out('Open that address in a browser on this machine. Ctrl+C stops.')
  }
  // One bug must not end trainings that have run for hours; it is in the log then.
  process.on('unhandledRejection', (reason) => err(reason instanceof Error ? (reason.stack ?? '') : String(reason)))
  await new Promise<void>((resolve, reject) => {
    let asked = false
    const stop = () => {
      if (asked) process.exit(130)
      asked = true
      const trainings = served.trainings()
      if (trainings > 0) err('Stopping the training with a checkpoint… (Ctrl+C again ends at once)')
      void served.close().then(resolve, reject)
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}
