/** The page's own address inside the app: an origin that is not `file://`, so the page cannot read the disk by path. */
import { protocol } from 'electron'
import type { Session } from 'electron'
import { readStatic } from '../host/static-files.ts'

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

/** Answers `app://studio/…` from `root`, and from nowhere else. */
export function handleAppScheme(session: Session, root: string): void {
  session.protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url)
    if (url.host !== HOST || request.method !== 'GET') return new Response(null, { status: 403 })
    const { status, headers, body } = await readStatic(root, url.pathname)
    return new Response(body, { status, headers: { ...headers } })
  })
}
