import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openHost } from '../../tests/fixtures/host.ts'
import type { TestHost } from '../../tests/fixtures/host.ts'
import { startAppServer } from './app-server.ts'
import type { AppServer } from './app-server.ts'

const TOKEN = 'right-token'
const PAGE = `<h1>page</h1>${' '.repeat(3000)}`

let folder: string
let test: TestHost
let server: AppServer
let port: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'oneshot-server-'))
  await mkdir(path.join(folder, 'page/assets'), { recursive: true })
  await writeFile(path.join(folder, 'page/index.html'), PAGE)
  await writeFile(path.join(folder, 'page/assets/a.js'), 'export {}')
  await writeFile(path.join(folder, 'secret.txt'), 'secret')
  await symlink(path.join(folder, 'secret.txt'), path.join(folder, 'page/link.json'))
  test = await openHost()
  server = await startAppServer({ host: test.host, page: path.join(folder, 'page'), token: TOKEN })
  port = new URL(server.url).port
})

afterAll(async () => {
  await server.close()
  await test.close()
  await rm(folder, { recursive: true, force: true })
})

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

interface Asked {
  readonly method?: string
  readonly host?: string
  readonly origin?: string
  readonly cookie?: string | null
  readonly encoding?: string
}

const cookie = () => `other=1; oneshot-${port}=${TOKEN}`

/** Sends the path as it is written; `fetch` would tidy it up first, and choose the headers. */
function get(rawPath: string, asked: Asked = {}): Promise<Answer> {
  const own = asked.cookie === undefined ? cookie() : asked.cookie
  const headers = {
    host: asked.host ?? `127.0.0.1:${port}`,
    ...(asked.origin === undefined ? {} : { origin: asked.origin }),
    ...(own === null ? {} : { cookie: own }),
    ...(asked.encoding === undefined ? {} : { 'accept-encoding': asked.encoding }),
  }
  return new Promise((resolve, reject) => {
    request({ hostname: '127.0.0.1', port, path: rawPath, method: asked.method ?? 'GET', headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
      .on('error', reject)
      .end()
  })
}

describe('who is let in', () => {
  it('exchanges the printed address for a cookie out of reach of scripts', async () => {
    const { status, headers } = await get(`/?token=${TOKEN}`, { cookie: null })
    expect([status, headers.location]).toEqual([303, '/'])
    expect(headers['set-cookie']).toEqual([`oneshot-${port}=${TOKEN}; Path=/; HttpOnly; SameSite=Strict`])
  })

  it.each([
    ['no token', '/', null],
    ['a wrong token', '/?token=wrong', null],
    ['half a token', `/?token=${TOKEN.slice(0, 5)}`, null],
    ['a cookie of an earlier start', '/', 'oneshot-PORT=old'],
    ["another server's cookie", '/', `oneshot-1=${TOKEN}`],
    ['the way to the host', '/rpc', null],
    ['a picture', '/picture/0123456789abcdef/0?size=96', null],
  ])('shows a locked page for %s', async (_what, where, given) => {
    const answer = await get(where, { cookie: given?.replace('PORT', port) ?? null })
    expect(answer.status).toBe(401)
    expect(answer.body.toString()).toMatch(/address from the terminal/)
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it('shows the locked page as it is meant to look, and lets it load nothing', async () => {
    const { headers, body } = await get('/', { cookie: null })
    const style = /<style>([^]*)<\/style>/.exec(body.toString())?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'`,
    )
  })

  it.each(['evil.example', `evil.example:80`, '127.0.0.1.evil.example', '10.0.0.1'])(
    'answers to names of this computer only, not %j',
    async (host) => {
      const { status } = await get(`/?token=${TOKEN}`, { host })
      expect(status).not.toBe(303)
      expect((await get('/', { host })).body.toString()).not.toContain('<h1>page</h1>')
    },
  )

  it('answers on a forwarded port, with a cookie of that port', async () => {
    const host = 'localhost:9999'
    const { headers } = await get(`/?token=${TOKEN}`, { host, cookie: null })
    expect(headers['set-cookie']?.[0]).toMatch(/^oneshot-9999=/)
    const answer = await get('/', { host, cookie: `oneshot-9999=${TOKEN}`, origin: `http://${host}` })
    expect(answer.status).toBe(200)
  })

  it('refuses pages of other origins', async () => {
    expect((await get('/', { origin: 'http://evil.example' })).status).toBe(403)
    expect((await get('/', { origin: 'null' })).status).toBe(403)
    expect((await get('/', { origin: `http://localhost:${port}` })).status).toBe(403)
    expect((await get('/', { origin: `http://127.0.0.1:${port}` })).status).toBe(200)
  })
})

describe('what is served', () => {
  it('gives the page with its policy, compressed where wanted', async () => {
    const answer = await get('/')
    expect(answer.status).toBe(200)
    expect(answer.body.toString()).toBe(PAGE)
    expect(answer.headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
    const small = await get('/', { encoding: 'gzip, br' })
    expect(small.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(small.body).toString()).toBe(PAGE)
  })

  it('serves the page of a new build, which differs only by the names in its middle', async () => {
    const file = path.join(folder, 'page/index.html')
    const rebuilt = PAGE.replace('page', 'next')
    await get('/', { encoding: 'gzip' })
    await writeFile(file, rebuilt)
    const answer = await get('/', { encoding: 'gzip' })
    await writeFile(file, PAGE)
    expect(gunzipSync(answer.body).toString()).toBe(rebuilt)
  })

  it.each([
    ['/../secret.txt', 403],
    ['/%2e%2e/secret.txt', 403],
    ['/..%2fsecret.txt', 403],
    ['/link.json', 403],
    ['/%', 400],
    ['/nothing.js', 404],
    ['/picture/', 400],
    ['/picture/0123456789abcdef/0?size=96', 404],
    ['/rpc', 426],
  ])('answers %s with %i', async (where, status) => {
    const answer = await get(where)
    expect(answer.status).toBe(status)
    expect(answer.body.toString()).not.toContain('secret')
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })

  it('answers reading methods only', async () => {
    expect((await get('/', { method: 'POST' })).status).toBe(405)
    const head = await get('/', { method: 'HEAD' })
    expect([head.status, head.body.length]).toEqual([200, 0])
  })
})

describe('sockets', () => {
  const open = (headers: Record<string, string>, where = '/rpc') =>
    new Promise<number>((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${where}`, { headers })
      socket.on('open', () => {
        socket.close()
        resolve(101)
      })
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
      socket.on('error', reject)
    })
  const origin = () => `http://127.0.0.1:${port}`

  it('opens for the page itself', async () => {
    expect(await open({ cookie: cookie(), origin: origin() })).toBe(101)
  })

  it.each([
    ['without a cookie', () => ({ origin: origin() }), 401],
    ['without an origin', () => ({ cookie: cookie() }), 403],
    ['of another origin', () => ({ cookie: cookie(), origin: 'http://evil.example' }), 403],
    ['to another name', () => ({ cookie: cookie(), origin: 'http://evil.example', host: 'evil.example' }), 421],
  ])('stays closed %s', async (_how, headers, status) => {
    expect(await open(headers() as Record<string, string>)).toBe(status)
  })

  it('stays closed at any other address', async () => {
    expect(await open({ cookie: cookie(), origin: origin() }, '/other')).toBe(404)
  })
})

it('says which port is taken', async () => {
  const again = startAppServer({ host: test.host, page: folder, port: Number(port) })
  await expect(again).rejects.toMatchObject({ code: 'port', message: `Port ${port} is taken by another program.` })
})
