import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Session } from 'electron'
import * as electron from '../../tests/mocks/electron.ts'
import { declareAppScheme, handleAppScheme, PAGE_URL } from './app-protocol.ts'

vi.mock('electron', () => import('../../tests/mocks/electron.ts'))

const folder = mkdtempSync(path.join(tmpdir(), 'oneshot-page-'))
const root = path.join(folder, 'renderer')
mkdirSync(root)
writeFileSync(path.join(root, 'index.html'), '<!doctype html>')
writeFileSync(path.join(folder, 'secret.json'), '{}')
symlinkSync(path.join(folder, 'secret.json'), path.join(root, 'link.json'))

const picture = vi.fn((url: URL) =>
  Promise.resolve({
    status: 200 as const,
    headers: { 'content-type': 'image/webp', 'cache-control': 'private' },
    body: new TextEncoder().encode(url.pathname + url.search),
  }),
)

async function ask(url: string, method = 'GET'): Promise<Response> {
  handleAppScheme(electron.session.defaultSession as unknown as Session, root, { picture })
  const handler = electron.session.defaultSession.handlers['protocol:app'] as unknown as (
    request: unknown,
  ) => Promise<Response>
  return handler({ url, method })
}

describe('app://studio/', () => {
  beforeEach(() => electron.reset())

  it('18: is an origin of its own, with no more rights than a page needs', () => {
    declareAppScheme()
    expect(electron.callsOf('protocol.registerSchemesAsPrivileged')).toEqual([
      [[{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]],
    ])
  })

  it('7: answers with a policy that lets no inline script and nothing from elsewhere run', async () => {
    for (const url of [PAGE_URL, 'app://studio/picture/abc/1?size=96', 'app://studio/nothing.js', 'app://other/']) {
      const policy = (await ask(url)).headers.get('content-security-policy') ?? ''
      const rules = new Map(policy.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)]))
      expect(rules.get('default-src')).toEqual(["'none'"])
      expect(rules.get('script-src')).toEqual(["'self'"])
      expect(rules.get('frame-ancestors')).toEqual(["'none'"])
      expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/)
    }
  })

  it('serves the built page, and pictures from the host', async () => {
    const page = await ask(PAGE_URL)
    expect([page.status, await page.text()]).toEqual([200, '<!doctype html>'])
    const shown = await ask('app://studio/picture/abc/1?size=96')
    expect([shown.status, await shown.text()]).toEqual([200, '/picture/abc/1?size=96'])
    expect(shown.headers.get('content-type')).toBe('image/webp')
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each([
    ['app://studio/../secret.json', 'GET'],
    ['app://studio/%2e%2e/secret.json', 'GET'],
    ['app://studio/..%2fsecret.json', 'GET'],
    ['app://studio/..%5csecret.json', 'GET'],
    ['app://studio/link.json', 'GET'],
    ['app://other/index.html', 'GET'],
    ['app://studio/index.html', 'POST'],
  ])('stays in its folder: %s by %s', async (url, method) => {
    const answer = await ask(url, method)
    expect([403, 404]).toContain(answer.status)
    expect(await answer.text()).not.toBe('{}')
  })
})
