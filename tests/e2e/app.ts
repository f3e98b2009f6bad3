/** The app as a person meets it: `oneshot serve` as a process of its own, and pages of a real Chromium on it. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page, WebSocketRoute } from 'playwright-core'
import { WebSocket } from 'ws'
import { expect } from 'vitest'
import { connectOver } from '../../src/renderer/client/connect.ts'
import type { Connection } from '../../src/renderer/client/connect.ts'
import { webSocketTransport } from '../../src/renderer/client/websocket.ts'
import { chromiumPath, chromiumSandbox } from './find-chromium.ts'

const TOKEN = 'token-of-the-test'
/** Milliseconds to the host and back, on a slow processor: for a look at what comes late. */
const LAG = Number(process.env['ONESHOT_LAG'] ?? 0)
/** Times a page's processor is slower then. */
const SLOWER = 3

export interface Server {
  readonly url: string
  readonly origin: string
  readonly process: ChildProcess
  /** As a terminal does it with Ctrl+C; gives the exit code. */
  stop(): Promise<number | null>
  kill(): Promise<void>
}

/** Folders of one test file. */
export interface Place {
  readonly dir: string
  readonly runs: string
  remove(): Promise<void>
}

export async function makePlace(): Promise<Place> {
  const dir = await mkdtemp(path.join(tmpdir(), 'oneshot-e2e-'))
  return { dir, runs: path.join(dir, 'runs'), remove: () => rm(dir, { recursive: true, force: true }) }
}

/** Environment of everything the test starts: nothing of the person's own is read or written. */
export function environment({ dir }: Place): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ONESHOT_TOKEN: TOKEN,
    ONESHOT_STATE: path.join(dir, 'state'),
    ONESHOT_CACHE: path.join(dir, 'cache'),
    VITEST: '',
    NODE_OPTIONS: '',
  }
}

/** Starts the server; builds first where needed. @param port a taken one is an error; 0 takes any */
export async function serve(place: Place, port = 0): Promise<Server> {
  const args = ['bin/oneshot.cjs', 'serve', '--json', '--runs', place.runs, '--root', place.dir]
  if (port !== 0) args.push('--port', String(port))
  const child = spawn(process.execPath, args, { env: environment(place), stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('\n')) resolve((JSON.parse(output) as { url: string }).url)
    })
    void ended.then((code) => reject(new Error(`oneshot serve ended with ${code}: ${output}`)))
  })
  return {
    url,
    origin: new URL(url).origin,
    process: child,
    stop: () => {
      child.kill('SIGINT')
      return ended
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, chromiumSandbox })
}

export interface Visit {
  readonly page: Page
  /** Closes the page, and checks that it complained about nothing and asked nobody but its own server. */
  done(allowed?: RegExp): Promise<void>
}

export async function visit(browser: Browser, server: Server, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options })
  const page = await context.newPage()
  if (LAG > 0) await slowDown(context, page)
  page.setDefaultTimeout(30_000)
  const foreign: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (!['data:', 'blob:'].includes(protocol) && origin !== server.origin) foreign.push(request.url())
  })
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message))
  await page.goto(server.url)
  // Before its first page is there, the router does not hear of other addresses.
  await page.locator('h1').first().waitFor()
  return {
    page,
    async done(allowed) {
      await context.close()
      expect(foreign).toEqual([])
      expect(complaints.filter((text) => !allowed?.test(text))).toEqual([])
    },
  }
}

/** As over a slow connection, on a slow computer. */
async function slowDown(context: BrowserContext, page: Page): Promise<void> {
  await context.routeWebSocket(/\/rpc$/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => void setTimeout(() => server.send(message), LAG / 2))
    server.onMessage((message) => void setTimeout(() => socket.send(message), LAG / 2))
  })
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
}

/** Opens a folder of the place from Home, as a person does in the dialog. */
export async function openFolder(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Open a folder of pictures' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name, exact: true }).click()
  await dialog.getByRole('button', { name: 'Open this folder' }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

/** Sets a hyperparameter in the list of all settings. */
export async function setField(page: Page, name: string, value: string): Promise<void> {
  const input = page.locator(`[data-field="${name}"] input`)
  await input.fill(value)
  await input.press('Tab')
}

/** Talks to the server as its page does, for what no person sees: the id of a process. */
export function connectTo(server: Server): Connection {
  const { host, port } = new URL(server.url)
  const headers = { origin: server.origin, cookie: `oneshot-${port}=${TOKEN}` }
  return connectOver(
    webSocketTransport({
      makeSocket: () => new WebSocket(`ws://${host}/rpc`, { headers }) as never,
      isLetIn: () => Promise.resolve(true),
    }),
  )
}

/** What is not so yet, but will be: asks until the expectation holds. */
export function soon<T>(ask: () => T | Promise<T>, timeout = 20_000) {
  return expect.poll(ask, { timeout, interval: 100 })
}

/** Lets answers to a page wait, as a slow connection or a busy host would. Begins with the page's next load. */
export async function holdAnswers(page: Page) {
  const held: (() => void)[] = []
  const sent: string[] = []
  const sockets: WebSocketRoute[] = []
  let procedure: string | null = null
  /** Of the calls to it. */
  const ids = new Set<string>()
  const idOf = (message: string | Buffer) => (JSON.parse(message.toString()) as { i: string }).i
  await page.routeWebSocket(/\/rpc$/, (socket) => {
    const server = socket.connectToServer()
    sockets.push(socket)
    socket.onMessage((message) => {
      sent.push(message.toString())
      if (procedure !== null && message.toString().includes(procedure)) ids.add(idOf(message))
      server.send(message)
    })
    server.onMessage((message) => {
      if (procedure === '' || ids.has(idOf(message))) held.push(() => socket.send(message))
      else socket.send(message)
    })
  })
  return {
    /** @param only to calls of this procedure that are sent from now on; of all where it is left out */
    hold(only = ''): void {
      sent.length = 0
      procedure = only
    },
    release(): void {
      procedure = null
      ids.clear()
      for (const send of held.splice(0)) send()
    },
    /** Cuts the connection; the page makes another one by itself. */
    cut(): void {
      held.length = 0
      sent.length = 0
      for (const socket of sockets.splice(0)) void socket.close({ code: 1011 })
    },
    asked: (name: string) => sent.some((message) => message.includes(name)),
  }
}
