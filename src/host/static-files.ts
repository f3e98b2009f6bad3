/**
 * Finds the built page's files for whoever asks: the window's `app://` protocol and the HTTP server answer from here, so
 * there is one path check and one set of security headers, tested without either of them.
 */
import { readFile, realpath } from 'node:fs/promises'
import path from 'node:path'

/**
 * The page's policy, as its meta tag carries it: nothing from elsewhere, no inline script. Inline styles are allowed: the
 * component library writes its palette and the places of its menus that way, and a style cannot send anything anywhere.
 */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** Sent with every answer, errors included. `frame-ancestors` counts only in a header. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': `${PAGE_POLICY}; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** An answer any transport can send. */
export interface StaticAnswer {
  readonly status: 200 | 400 | 403 | 404
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer<ArrayBuffer>
}

function refuse(status: 400 | 403 | 404, reason: string): StaticAnswer {
  return {
    status,
    headers: { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    body: Buffer.from(`${reason}\n`),
  }
}

/** Percent-decoded path segments, or undefined where the path is not well formed. */
function segmentsOf(urlPath: string): string[] | undefined {
  try {
    const decoded = decodeURIComponent(urlPath)
    return decoded.includes('\0') ? undefined : decoded.split(/[/\\]/)
  } catch {
    return undefined
  }
}

/**
 * Reads the file that a URL's path names under `root`. Nothing outside `root` is ever read, by `..`, by an encoded
 * separator, or through a symbolic link.
 */
export async function readStatic(root: string, urlPath: string): Promise<StaticAnswer> {
  const segments = segmentsOf(urlPath)
  if (!segments) return refuse(400, 'That address is not well formed.')
  // A drive letter or a stream name ("c:", "file:x") would leave the folder on Windows.
  if (segments.some((segment) => segment === '..' || segment.includes(':'))) return refuse(403, 'Not allowed.')
  const relative = segments.filter((segment) => segment !== '' && segment !== '.').join('/') || 'index.html'
  try {
    const realRoot = await realpath(root)
    const file = await realpath(path.join(realRoot, relative))
    if (!file.startsWith(realRoot + path.sep)) return refuse(403, 'Not allowed.')
    const type = CONTENT_TYPES[path.extname(file).toLowerCase()]
    if (!type) return refuse(403, 'Not allowed.')
    // Names under assets/ carry a hash of their content, so a browser may keep them.
    const cache = relative.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    return {
      status: 200,
      headers: { ...SECURITY_HEADERS, 'content-type': type, 'cache-control': cache },
      body: await readFile(file),
    }
  } catch {
    return refuse(404, 'There is no such file.')
  }
}
