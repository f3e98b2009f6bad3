/**
 * Who is let in. Any page of any site can send requests to this computer, and point its own name at 127.0.0.1; what it cannot
 * do is choose the Host or Origin header, or know the token that was printed in the terminal.
 */
import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

const OWN_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]'])
const NAME_AND_PORT = /^(.+?)(?::(\d{1,5}))?$/

/** Host of the request where it is this computer's own, whatever the port: SSH may forward another one. */
export function ownHost({ host }: IncomingHttpHeaders): { readonly host: string; readonly port: string } | undefined {
  const [, name = '', port = '80'] = NAME_AND_PORT.exec(host ?? '') ?? []
  return OWN_NAMES.has(name.toLowerCase()) && host !== undefined ? { host, port } : undefined
}

/** Whether the request does not come from a page of elsewhere. Sockets always say where they come from. */
export function isOwnOrigin(headers: IncomingHttpHeaders, isSocket: boolean): boolean {
  const { origin, host } = headers
  if (origin === undefined) return !isSocket
  return origin === `http://${host}`
}

/** Cookies do not know ports: two servers of one computer must not overwrite each other's. */
function cookieName(port: string): string {
  return `oneshot-${port}`
}

function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Whether the request carries the cookie that the token was exchanged for. */
export function hasCookie({ cookie = '' }: IncomingHttpHeaders, port: string, token: string): boolean {
  const name = cookieName(port)
  return cookie
    .split(';')
    .map((part) => part.trim())
    .some((part) => part.startsWith(`${name}=`) && isSame(part.slice(name.length + 1), token))
}

/** Whether the address holds the right token. */
export function hasToken(url: URL, token: string): boolean {
  return isSame(url.searchParams.get('token') ?? '', token)
}

/** The cookie for a page that brought the token: for this server's pages only, and out of reach of scripts. */
export function cookieFor(port: string, token: string): string {
  return `${cookieName(port)}=${token}; Path=/; HttpOnly; SameSite=Strict`
}
