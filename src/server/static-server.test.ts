import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startStaticServer } from './static-server.ts'
import type { StaticServer } from './static-server.ts'

let folder = ''
let server: StaticServer

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'static-server-'))
  await writeFile(path.join(folder, 'index.html'), '<h1>page</h1>')
  server = await startStaticServer({ root: folder })
})

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

interface Answer {
  status: number | undefined
  headers: IncomingHttpHeaders
  body: string
}

/** Sends the path as it is written; `fetch` would tidy it up first. */
function send(rawPath: string, options: { method?: string; host?: string } = {}): Promise<Answer> {
  const { hostname, port, host } = new URL(server.url)
  return new Promise((resolve, reject) => {
    const headers = { host: options.host ?? host }
    const call = request({ hostname, port, path: rawPath, method: options.method ?? 'GET', headers }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => (body += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
    })
    call.on('error', reject).end()
  })
}

describe('startStaticServer', () => {
  it('listens on the loopback interface and serves the page with strict headers', async () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
    const answer = await send('/?from=test')
    expect(answer).toMatchObject({ status: 200, body: '<h1>page</h1>' })
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })

  it('answers HEAD without a body', async () => {
    expect(await send('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
  })

  it('refuses other methods, other host names and paths that leave the folder', async () => {
    expect((await send('/', { method: 'POST' })).status).toBe(405)
    expect((await send('/', { host: 'attacker.example' })).status).toBe(421)
    expect((await send('/../../etc/passwd')).status).toBe(403)
    expect((await send('/nothing.js')).status).toBe(404)
  })

  it('says so in a sentence when the port is taken', async () => {
    const port = Number(new URL(server.url).port)
    await expect(startStaticServer({ root: folder, port })).rejects.toThrow(`Port ${port} is taken by another program.`)
  })
})
