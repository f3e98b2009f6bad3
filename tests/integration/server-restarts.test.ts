import { request } from 'node:http'
import { implement } from '@orpc/server'
import { expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { connectOver } from '../../src/renderer/client/connect.ts'
import { webSocketTransport } from '../../src/renderer/client/websocket.ts'
import { startAppServer } from '../../src/server/app-server.ts'
import { contract } from '../../src/shared/contract/index.ts'
import type { Host } from '../../src/host/service/types.ts'

const os = implement(contract)
const router = { app: { forgetRecent: os.app.forgetRecent.handler(() => []) } } as unknown as Host['router']
const host = { router, picture: () => Promise.reject(new Error('no pictures here')) }

const start = (token: string, port?: number) =>
  startAppServer({ host, page: '/nowhere', token, ...(port === undefined ? {} : { port }) })

/** As a page that was let in with the token `first`. */
function page(port: number) {
  const headers = { cookie: `oneshot-${port}=first`, origin: `http://127.0.0.1:${port}` }
  const isLetIn = () =>
    new Promise<boolean>((resolve) => {
      request({ hostname: '127.0.0.1', port, path: '/rpc', headers }, (response) => {
        response.resume()
        resolve(response.statusCode !== 401)
      })
        .on('error', () => resolve(true))
        .end()
    })
  const makeSocket = () => new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers })
  return connectOver(webSocketTransport({ makeSocket: makeSocket as never, isLetIn }))
}

it('an open page finds the server again after a restart with the same token, and is told of another', async () => {
  const first = await start('first')
  const port = Number(new URL(first.url).port)
  const connection = page(port)
  expect(await connection.client.app.forgetRecent({ path: '/a' })).toEqual([])

  await first.close()
  await vi.waitFor(() => expect(connection.status.value).toBe('lost'))
  const second = await start('first', port)
  await vi.waitFor(() => expect(connection.status.value).toBe('connected'), { timeout: 10_000 })
  expect(await connection.client.app.forgetRecent({ path: '/a' })).toEqual([])

  await second.close()
  const third = await start('another', port)
  await vi.waitFor(() => expect(connection.status.value).toBe('refused'), { timeout: 10_000 })
  connection.close()
  await third.close()
})
