/** Serves the app to a browser on this machine: the page over HTTP, the host over a WebSocket. */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Host } from '../host/service/types.ts'
import { UserError } from '../shared/errors.ts'
import { locked, plain } from './answers.ts'
import type { Answer } from './answers.ts'
import { cookieFor, hasCookie, hasToken, isOwnOrigin, ownHost } from './entry-check.ts'
import { PageFiles } from './page-files.ts'
import { serveSocket } from './socket.ts'

/** The only interface that is listened on. */
const LOOPBACK = '127.0.0.1'
/** Longest message of a page, bytes. */
const LONGEST_MESSAGE = 8 * 1024 * 1024

export interface AppServerOptions {
  readonly host: Pick<Host, 'router' | 'picture'>
  /** The folder of the built page. */
  readonly page: string
  /** @default 0, a free port of the system's choice */
  readonly port?: number
  /** What lets a browser in: letters, digits, `-` and `_`. @default a random one */
  readonly token?: string
}

export interface AppServer {
  /** The address to open, token included. */
  readonly url: string
  /** Stops listening and ends open connections. */
  close(): Promise<void>
}

/** Starts the server; resolves once it listens. @throws UserError `port` when the port cannot be had */
export async function startAppServer(options: AppServerOptions): Promise<AppServer> {
  const { host, page, port = 0, token = randomBytes(24).toString('base64url') } = options
  const files = new PageFiles(page)
  const server = createServer((request, response) => {
    answer(request, { host, files, token })
      .catch((error: unknown) => {
        process.stderr.write(`${request.url}: ${String(error)}\n`)
        return plain(500, 'Something went wrong in the program. Its log says more.')
      })
      .then((found) => send(request, response, found))
      .catch(() => response.destroy())
  })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE, clientTracking: true })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refused = refusal(request, token, true) ?? (pathOf(request) === '/rpc' ? undefined : plain(404, 'Not found.'))
    if (refused) {
      socket.end(`HTTP/1.1 ${refused.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => serveSocket(host, webSocket))
  })
  await listen(server, port)
  return {
    url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}/?token=${token}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Served {
  readonly host: Pick<Host, 'picture'>
  readonly files: PageFiles
  readonly token: string
}

/** Not `new URL()`: that would fold "..", and the check of the path wants to see it. */
function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split(/[?#]/, 1)[0] ?? '/'
}

function urlOf({ url = '/' }: IncomingMessage): URL | undefined {
  return URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost') : undefined
}

/** Why the request is not served, undefined where it is. */
function refusal({ headers }: IncomingMessage, token: string, isSocket = false): Answer | undefined {
  const own = ownHost(headers)
  if (!own) return plain(421, 'This server answers to the names of this computer only.')
  if (!isOwnOrigin(headers, isSocket)) return plain(403, 'Not for pages of other origins.')
  return hasCookie(headers, own.port, token) ? undefined : locked()
}

async function answer(request: IncomingMessage, { host, files, token }: Served): Promise<Answer> {
  const { headers, method } = request
  const own = ownHost(headers)
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'Only GET is answered.', { allow: 'GET, HEAD' })
  const urlPath = pathOf(request)
  const url = urlOf(request)
  if (own && isOwnOrigin(headers, false) && urlPath === '/' && url && hasToken(url, token)) {
    // The token goes out of the address bar, and so out of the history and of screenshots.
    return plain(303, 'Welcome.', { location: '/', 'set-cookie': cookieFor(own.port, token) })
  }
  const refused = refusal(request, token)
  if (refused) return refused
  if (urlPath === '/rpc') return plain(426, 'This address is for the page itself.', { upgrade: 'websocket' })
  if (urlPath.startsWith('/picture/')) {
    const found = await host.picture(url ?? new URL('http://localhost/picture/'))
    return found
  }
  return files.read(urlPath, headers['accept-encoding'])
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return reject(error)
      const what = error.code === 'EACCES' ? 'may not be used by this account' : 'is taken by another program'
      reject(
        new UserError('port', `Port ${port} ${what}.`, { subject: '--port', next: 'Leave --port out.', cause: error }),
      )
    })
    server.listen(port, LOOPBACK, resolve)
  })
}
