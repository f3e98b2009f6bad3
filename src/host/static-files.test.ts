import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readStatic } from './static-files.ts'

let folder = ''
let root = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'static-files-'))
  root = path.join(folder, 'page')
  await mkdir(path.join(root, 'assets'), { recursive: true })
  await mkdir(path.join(folder, 'page-private'))
  await writeFile(path.join(root, 'index.html'), '<h1>page</h1>')
  await writeFile(path.join(root, 'assets', 'a b.js'), 'export {}')
  await writeFile(path.join(root, 'notes.txt'), 'no type for this one')
  await writeFile(path.join(folder, 'secret.json'), '"secret"')
  await writeFile(path.join(folder, 'page-private', 'secret.json'), '"secret"')
  await symlink(path.join(folder, 'secret.json'), path.join(root, 'link.json'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('readStatic', () => {
  it('answers the root with the page, never cached', async () => {
    const answer = await readStatic(root, '/')
    expect(answer.status).toBe(200)
    expect(answer.body.toString()).toBe('<h1>page</h1>')
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    })
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
  })

  it('decodes names and lets hashed assets be kept', async () => {
    const answer = await readStatic(root, '/assets/a%20b.js')
    expect(answer.status).toBe(200)
    expect(answer.headers['cache-control']).toContain('immutable')
  })

  it.each([
    ['/../secret.json', 403],
    ['/%2e%2e/secret.json', 403],
    ['/..%2fsecret.json', 403],
    ['/assets/..%5c..%5csecret.json', 403],
    ['/../page-private/secret.json', 403],
    ['//etc/passwd', 404],
    ['/c:/windows/win.ini', 403],
    ['/link.json', 403],
    ['/notes.txt', 403],
    ['/missing.js', 404],
    ['/assets', 403],
    ['/%', 400],
    ['/index.html%00.js', 400],
  ])('refuses %s with %i and keeps the headers', async (urlPath, status) => {
    const answer = await readStatic(root, urlPath)
    expect(answer.status).toBe(status)
    expect(answer.body.toString()).not.toContain('secret')
    expect(answer.headers['content-security-policy']).toBeDefined()
  })

  it('answers a page that was never built with 404', async () => {
    expect((await readStatic(path.join(folder, 'nowhere'), '/')).status).toBe(404)
  })
})
