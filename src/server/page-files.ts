/** The built page's files, compressed: over a forwarded port every byte counts. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { readStatic } from '../host/static-files.ts'
import type { Answer } from './answers.ts'

const compress = promisify(gzip)

const COMPRESSIBLE = /^(text\/|application\/json|image\/svg)/
/** Smaller files gain nothing. */
const WORTH_IT = 1024

export class PageFiles {
  private readonly root: string
  private readonly compressed = new Map<string, Promise<Buffer>>()

  /** @param root folder of the built page */
  constructor(root: string) {
    this.root = root
  }

  /** The file that the URL's path names. */
  async read(urlPath: string, acceptEncoding: string | undefined): Promise<Answer> {
    const answer = await readStatic(this.root, urlPath)
    const { status, headers, body } = answer
    const type = headers['content-type'] ?? ''
    if (status !== 200 || body.length < WORTH_IT || !COMPRESSIBLE.test(type)) return answer
    const varied = { ...headers, vary: 'accept-encoding' }
    if (!/\bgzip\b/.test(acceptEncoding ?? '')) return { status, headers: varied, body }
    return { status, headers: { ...varied, 'content-encoding': 'gzip' }, body: await this.smaller(urlPath, body) }
  }

  private smaller(urlPath: string, body: Buffer): Promise<Buffer> {
    // A file under assets/ never changes; the page itself does, with a new build, and is small.
    if (!urlPath.startsWith('/assets/')) return compress(body)
    const made = this.compressed.get(urlPath) ?? compress(body)
    this.compressed.set(urlPath, made)
    return made
  }
}
