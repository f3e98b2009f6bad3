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
    if (state !== 'open') return
    state = 'asking'
    const training = host.active().length > 0
    if (training && !(await ask())) {
      state = 'open'
      return
    }
    state = 'ending'
    if (training) showStopping()
    await host.close()
  }

  const guard = (event: { preventDefault(): void }): void => {
    if (state === 'ended') return
    event.preventDefault()
    leave()
      .catch((error: unknown) => {
        console.error(`The host did not close: ${messageOf(error)}`)
        // Without an answer nothing is stopped; a host that cannot end must not keep the window open for ever.
        if (state === 'asking') state = 'open'
      })
      .finally(() => {
        if (state !== 'ending') return
        state = 'ended'
        app.quit()
      })
  }
  window.on('close', guard)
  app.on('before-quit', guard)
}
