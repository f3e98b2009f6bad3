/** The page's own address inside the app: an origin that is not `file://`, so the page cannot read the disk by path. */
import { protocol } from 'electron'
import type { Session } from 'electron'
import type { Host } from '../host/service/types.ts'
import { readStatic, SECURITY_HEADERS } from '../host/static-files.ts'

const SCHEME = 'app'
const HOST = 'studio'

/** Where the window starts. */
export const PAGE_URL = `${SCHEME}://${HOST}/index.html`

/** Must run before the app is ready, and only once. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Answers `app://studio/picture/…` from the host, the rest of `app://studio/` from the built page, and nothing else. */
export function handleAppScheme(session: Session, root: string, host: Pick<Host, 'picture'>): void {
  session.protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url)
    if (url.host !== HOST || request.method !== 'GET') {
      return new Response(null, { status: 403, headers: { ...SECURITY_HEADERS } })
    }
    const { status, headers, body } = url.pathname.startsWith('/picture/')
      ? await host.picture(url)
      : await readStatic(root, url.pathname)
    // A copy: the host may hold bytes in memory it shares with others, which an answer cannot be made of.
    return new Response(new Uint8Array(body), { status, headers: { ...headers, ...SECURITY_HEADERS } })
  })
}
