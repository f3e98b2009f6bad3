import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { BrowserWindow } from 'electron'
import * as electron from '../../tests/mocks/electron.ts'
import type { ActiveTraining } from '../shared/contract/training.ts'
import { guardLeaving } from './leaving.ts'

vi.mock('electron', () => import('../../tests/mocks/electron.ts'))

const TRAINING: ActiveTraining = {
  runId: 'run',
  state: 'running',
  step: 5,
  totalSteps: 10,
  secondsLeft: null,
  best: null,
}

function open({ training = true, answer = true as boolean | Error, close = () => Promise.resolve() } = {}) {
  const window = new electron.BrowserWindow({ width: 1200, height: 800, webPreferences: {} })
  const ask = vi.fn(() => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)))
  const host = { active: () => (training ? [TRAINING] : []), close: vi.fn(close) }
  const showStopping = vi.fn()
  guardLeaving({ window: window as unknown as BrowserWindow, host, ask, showStopping })
  return { window, ask, host, showStopping }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('leaving', () => {
  beforeEach(() => electron.reset())

  it('closes the host and then quits, without asking, when nothing trains', async () => {
    const { window, ask, host, showStopping } = open({ training: false })
    window.close()
    expect(window.isDestroyed()).toBe(false)
    await settled()
    expect(ask).not.toHaveBeenCalled()
    expect(showStopping).not.toHaveBeenCalled()
    expect(host.close).toHaveBeenCalledOnce()
    expect(electron.app.hasQuit).toBe(true)
  })

  it('asks while a training is under way, and stops it when told to', async () => {
    const { window, ask, host, showStopping } = open()
    window.close()
    await settled()
    expect(ask).toHaveBeenCalledOnce()
    expect(showStopping).toHaveBeenCalledOnce()
    expect(host.close).toHaveBeenCalledOnce()
    expect(electron.app.hasQuit).toBe(true)
  })

  it('stays open and asks again the next time when the person changes their mind', async () => {
    const { window, ask, host } = open({ answer: false })
    electron.app.quit()
    await settled()
    expect(host.close).not.toHaveBeenCalled()
    expect(electron.app.hasQuit).toBe(false)
    window.close()
    await settled()
    expect(ask).toHaveBeenCalledTimes(2)
    expect(window.isDestroyed()).toBe(false)
  })

  it('asks once and waits for the checkpoint however often one closes', async () => {
    let checkpointed = (): void => undefined
    const { window, ask } = open({ close: () => new Promise<void>((resolve) => (checkpointed = resolve)) })
    window.close()
    electron.app.quit()
    await settled()
    window.close()
    electron.app.quit()
    await settled()
    expect(ask).toHaveBeenCalledOnce()
    expect(electron.app.hasQuit).toBe(false)
    checkpointed()
    await settled()
    expect(electron.app.hasQuit).toBe(true)
  })

  it('quits although the host fails to close, and stays when the question fails', async () => {
    const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const stuck = open({ answer: new Error('no dialog') })
    stuck.window.close()
    await settled()
    expect(stuck.host.close).not.toHaveBeenCalled()
    expect(stuck.window.isDestroyed()).toBe(false)

    electron.reset()
    open({ close: () => Promise.reject(new Error('stuck')) }).window.close()
    await settled()
    expect(electron.app.hasQuit).toBe(true)
    expect(errors).toHaveBeenCalledTimes(2)
    errors.mockRestore()
  })
})
