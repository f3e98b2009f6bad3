/** Answers of the server that are no files. */
import { createHash } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import { SECURITY_HEADERS } from '../host/static-files.ts'

export interface Answer {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body: Uint8Array
}

export function plain(status: number, text: string, headers: OutgoingHttpHeaders = {}): Answer {
  return {
    status,
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
    },
    body: Buffer.from(`${text}\n`),
  }
}

const STYLE = `
    :root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif }
    main { max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem }
    h1 { font-size: 1.4rem }
    code { padding: 0.1em 0.35em; border-radius: 0.3em; background: color-mix(in srgb, currentColor 10%, transparent) }
  `
/** Nothing but this one style: files of the page are locked as well. */
const LOCKED_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'`

const LOCKED = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width" />
  <title>Oneshot Studio: locked</title>
  <style>${STYLE}</style>
  <main>
    <h1>This page needs the address from the terminal</h1>
    <p>Oneshot Studio lets in only who knows its token, so that no other program or web page can read your pictures.</p>
    <p>
      Open the address the program printed when it started. It ends with <code>?token=…</code>; after a restart there is a
      new one.
    </p>
    <p lang="zh-CN">请打开程序启动时在终端中显示的网址（以 <code>?token=…</code> 结尾）。重新启动后网址会改变。</p>
  </main>
</html>
`

/** For a browser without the token, or with that of an earlier start. */
export function locked(): Answer {
  return {
    status: 401,
    headers: {
      ...SECURITY_HEADERS,
      'content-security-policy': LOCKED_POLICY,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    },
    body: Buffer.from(LOCKED),
  }
}
