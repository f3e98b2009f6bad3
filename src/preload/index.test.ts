import { beforeEach, describe, expect, it, vi } from 'vitest'
import type * as Mock from '../../tests/mocks/electron.ts'
import { CHANNELS } from '../shared/bridge.ts'
import type { DesktopBridge, MenuCommand } from '../shared/bridge.ts'

vi.mock('electron', () => import('../../tests/mocks/electron.ts'))

const NONCE = 'a'.repeat(32)
const postMessage = vi.fn()

/** The script as a new page gets it. */
async function load() {
  vi.resetModules()
  const electron = (await import('electron')) as unknown as typeof Mock
  electron.reset()
  await import('./index.ts')
  const arrive = (nonce: unknown, port: { close: () => void }) =>
    electron.ipcRenderer.emit(CHANNELS.port, { ports: [port] }, nonce)
  return { bridge: electron.exposed.studio as DesktopBridge, electron, arrive }
}

describe('what the preload script hands over', () => {
  beforeEach(() => {
    postMessage.mockReset()
    vi.stubGlobal('window', { postMessage })
  })

  it('20: is four verbs and nothing of Electron', async () => {
    const { bridge, electron } = await load()
    expect(Object.keys(electron.exposed)).toEqual(['studio'])
    expect(Object.keys(bridge).sort()).toEqual(['onCommand', 'pathOf', 'platform', 'requestPort'])
    expect(bridge.platform).toBe(process.platform)
    expect(bridge.pathOf({ name: 'cats' } as File)).toBe('/dropped/cats')
  })

  it('passes on the port that was asked for, once', async () => {
    const { bridge, electron, arrive } = await load()
    bridge.requestPort(NONCE)
    expect(electron.callsOf('ipcRenderer.send')).toEqual([[CHANNELS.requestPort, NONCE]])
    const [port, second] = [{ close: vi.fn() }, { close: vi.fn() }]
    arrive(NONCE, port)
    expect(postMessage).toHaveBeenCalledExactlyOnceWith({ kind: 'studio:port', nonce: NONCE }, '*', [port])
    arrive(NONCE, second)
    expect(postMessage).toHaveBeenCalledOnce()
    expect(second.close).toHaveBeenCalledOnce()
  })

  it('closes a port that nobody asked for, or no longer', async () => {
    const { bridge, arrive } = await load()
    const port = { close: vi.fn() }
    arrive(NONCE, port)
    bridge.requestPort(NONCE)
    arrive('b'.repeat(32), port)
    bridge.requestPort('c'.repeat(32))
    arrive(NONCE, port)
    expect(port.close).toHaveBeenCalledTimes(3)
    expect(postMessage).not.toHaveBeenCalled()
    expect(() => bridge.requestPort('guessable')).toThrow('not a nonce')
  })

  it('gives menu commands without the event, until they are no longer wanted', async () => {
    const { bridge, electron } = await load()
    const heard: MenuCommand[] = []
    const listener = vi.fn((command: MenuCommand) => heard.push(command))
    const remove = bridge.onCommand(listener)
    electron.ipcRenderer.emit(CHANNELS.command, { sender: 'secret' }, 'go:train')
    expect(listener.mock.calls).toEqual([['go:train']])
    expect(remove()).toBeUndefined()
    electron.ipcRenderer.emit(CHANNELS.command, { sender: 'secret' }, 'open-folder')
    expect(heard).toEqual(['go:train'])
  })
})
