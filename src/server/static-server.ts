/** Serves the built page over HTTP on this machine only, for computers without a window system. */
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readStatic, SECURITY_HEADERS } from '../host/static-files.ts'
import { UserError } from '../shared/errors.ts'

/** The only interface that is listened on. */
const LOOPBACK = '127.0.0.1'

export interface StaticServerOptions {
  /** The folder of the built page. */
  readonly root: string
  /** @default 0, a free port of the system's choice */
  readonly port?: number
}

export interface StaticServer {
  /** Where the page is, ending with a slash. */
  readonly url: string
  /** Stops listening and ends open connections. */
  close(): Promise<void>
}

/** Starts the server; resolves once it listens. */
export async function startStaticServer({ root, port = 0 }: StaticServerOptions): Promise<StaticServer> {
  const server = createServer((request, response) => {
    void answer(root, server, request, response)
  })
  await listen(server, port)
  return {
    url: `http://${LOOPBACK}:${portOf(server)}/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

async function answer(root: string, server: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isOwnHost(request.headers.host, portOf(server))) {
    response.writeHead(421, SECURITY_HEADERS).end()
    return
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...SECURITY_HEADERS, allow: 'GET, HEAD' }).end()
    return
  }
  // Not `new URL()`: that would fold "..", and the check wants to see it.
  const urlPath = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/'
  const { status, headers, body } = await readStatic(root, urlPath)
  response.writeHead(status, { ...headers, 'content-length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** A page of another site can point its own name at 127.0.0.1, but it cannot change the Host header. */
function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `${LOOPBACK}:${port}` || host === `localhost:${port}`
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo | null)?.port ?? 0
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
