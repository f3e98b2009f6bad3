/**
 * The built main process, from its entry to the library process it starts, with a stand-in for Electron alone. What only a
 * real window shows is in window.test.ts.
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Connection } from '../../src/renderer/client/connect.ts'
import { connectOver } from '../../src/renderer/client/connect.ts'
import { messagePortTransport } from '../../src/renderer/client/message-port.ts'
import type { PortLike } from '../../src/renderer/client/message-port.ts'
import { ensureBuilt } from '../../src/server/built-page.ts'
import { CHANNELS } from '../../src/shared/bridge.ts'
import { writeDrawings } from '../fixtures/pictures.ts'
import * as electron from '../mocks/electron.ts'

vi.mock('electron', () => import('../mocks/electron.ts'))

let folder = ''
let connection: Connection
let window: electron.BrowserWindow

/** What preload script and page do between them. */
function requestPort(onPort: (port: PortLike) => void): () => void {
  const { webContents } = window
  const nonce = randomUUID()
  electron.ipcMain.emit(CHANNELS.requestPort, { sender: webContents, senderFrame: webContents.mainFrame }, nonce)
  const posted = webContents.mainFrame.posted.at(-1)
  if (posted?.message === nonce) onPort(posted.ports[0]!.port as unknown as PortLike)
  return () => undefined
}

function ask(url: string, method = 'GET'): Promise<Response> {
  const { handlers } = electron.session.defaultSession
  return (handlers['protocol:app'] as unknown as (request: unknown) => Promise<Response>)({ url, method })
}

beforeAll(async () => {
  await ensureBuilt(() => undefined)
  folder = await mkdtemp(path.join(tmpdir(), 'oneshot-app-'))
  await writeDrawings(path.join(folder, 'data'), 6, 4)
  vi.stubEnv('ONESHOT_CACHE', path.join(folder, 'cache'))
  electron.reset()
  electron.answers.paths = { userData: path.join(folder, 'state'), documents: folder, pictures: folder }
  await import(pathToFileURL(path.resolve('out/main/index.js')).href)
  await vi.waitFor(() => expect(electron.ipcMain.listenerCount(CHANNELS.requestPort)).toBe(1), { timeout: 20_000 })
  window = electron.BrowserWindow.getAllWindows()[0]!
  connection = connectOver(messagePortTransport(requestPort))
})

afterAll(async () => {
  connection?.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the built window process', () => {
  it('opens one window on the built page, locked down', async () => {
    expect(electron.callsOf('dialog.showErrorBox')).toEqual([])
    expect(electron.callsOf('window.loadURL')).toEqual([['app://studio/index.html']])
    const names = electron.calls.map(({ name }) => name)
    expect(names.indexOf('app.enableSandbox')).toBeLessThan(names.indexOf('window.loadURL'))
    expect(names).toContain('protocol.registerSchemesAsPrivileged')
    expect(window.webContents.handlers.windowOpen).toBeTypeOf('function')
    expect(electron.session.defaultSession.handlers.permissionRequest).toBeTypeOf('function')

    const page = await ask('app://studio/index.html')
    const html = await page.text()
    expect(page.status).toBe(200)
    expect(html).toContain('<div id="app">')
    expect(html.match(/<script(?![^>]*\bsrc=)[^>]*>/g)).toBeNull()
    const [script] = /assets\/[\w-]+\.js/.exec(html) ?? []
    expect((await ask(`app://studio/${script}`)).status).toBe(200)
  })

  it('serves the host on the port: a dialog, a scan in the built library process, a thumbnail', async () => {
    const { client } = connection
    await connection.connected(AbortSignal.timeout(10_000))
    const info = await client.app.info({})
    expect(info).toMatchObject({ picker: 'native', canReveal: true })
    expect(info.runsDir).toBe(path.join(folder, 'Oneshot Studio', 'runs'))

    electron.answers.open = { canceled: false, filePaths: [path.join(folder, 'data')] }
    const chosen = await client.files.pick({ what: 'dataset' })
    expect(chosen).toBe(path.join(folder, 'data'))

    let id = ''
    for await (const event of await client.datasets.open({ path: chosen ?? '' })) {
      if (event.kind === 'opened') id = event.dataset.id
    }
    expect(id).toMatch(/^[0-9a-f]{16}$/)
    const picture = await ask(`app://studio/picture/${id}/0?size=48`)
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^image\//)])
    expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(50)
  })

  it('finds the samples that ship with it', async () => {
    const samples = await connection.client.app.samples({})
    expect(samples.map(({ id }) => id)).toEqual(['omniglot', 'emoji'])
  })

  it('follows language, theme and recent folders', async () => {
    expect(JSON.stringify(electron.Menu.template)).toContain(path.join(folder, 'data'))
    await connection.client.app.changeSettings({ language: 'zh-CN', theme: 'dark' })
    expect(electron.nativeTheme.themeSource).toBe('dark')
    expect(JSON.stringify(electron.Menu.template)).toContain('打开文件夹')
  })

  it('holds no native library itself', () => {
    const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] }
    expect(sharedObjects.filter((name) => /sharp|vips|onnxruntime|tfjs/.test(name))).toEqual([])
  })

  it('ends the host and quits when the window is closed', async () => {
    window.close()
    await vi.waitFor(() => expect(electron.app.hasQuit).toBe(true), { timeout: 20_000 })
    expect(electron.callsOf('dialog.showMessageBox')).toEqual([])
  })
})
