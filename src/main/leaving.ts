/** Closing the window and quitting: both ask while a training is under way, and both let the host end in order first. */
import { app } from 'electron'
import type { BrowserWindow } from 'electron'
import { messageOf } from '../shared/errors.ts'
import type { Host } from '../host/service/types.ts'

export interface LeavingOptions {
  readonly window: BrowserWindow
  readonly host: Pick<Host, 'active' | 'close'>
  /** Asks whether to stop the training. */
  readonly ask: () => Promise<boolean>
  /** Shows that the training is being stopped. */
  readonly showStopping: () => void
}

/** Guards window and app until the host has closed; then the app quits. */
export function guardLeaving({ window, host, ask, showStopping }: LeavingOptions): void {
  let state: 'open' | 'asking' | 'ending' | 'ended' = 'open'

  async function leave(): Promise<void> {
    state = 'asking'
    const training = host.active().length > 0
    if (training && !(await ask())) {
      state = 'open'
      return
    }
    state = 'ending'
    if (training) showStopping()
    try {
      await host.close()
    } finally {
      // One that cannot end must not keep the window open for ever.
      state = 'ended'
      app.quit()
    }
  }

  const guard = (event: { preventDefault(): void }): void => {
    if (state === 'ended') return
    event.preventDefault()
    if (state !== 'open') return
    leave().catch((error: unknown) => {
      console.error(`Closing went wrong: ${messageOf(error)}`)
      // Without an answer nothing is stopped.
      if (state === 'asking') state = 'open'
    })
  }
  window.on('close', guard)
  app.on('before-quit', guard)
}
