/**
 * What a browser fetches before Home can be used, gzipped: scripts and styles, followed from `index.html` through static
 * imports. `node --import tsx tools/first-load.ts` prints it.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

export interface LoadedFile {
  readonly name: string
  readonly bytes: number
}

const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*["']\.\/([\w.-]+\.js)["']/g

/** @param page folder of the built page @param lazy beginnings of the names of chunks that are fetched at once, too */
export function firstLoad(page: string, lazy: readonly string[] = ['HomePage-']): LoadedFile[] {
  const read = (name: string): Buffer => readFileSync(path.join(page, name))
  const entries = [
    ...read('index.html')
      .toString()
      .matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g),
  ]
  const queue = entries.map(([, name = '']) => name)
  const found = new Map<string, LoadedFile>()
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    if (found.has(name)) continue
    const content = read(name)
    found.set(name, { name, bytes: gzipSync(content).byteLength })
    if (!name.endsWith('.js')) continue
    const text = content.toString()
    for (const [, file] of text.matchAll(STATIC_IMPORT)) queue.push(`assets/${file}`)
    // The list of what a lazy page needs names it and what comes with it.
    for (const [file] of text.matchAll(
      /(?<=["'](?:\.\/)?)assets\/[\w.-]+\.(?:js|css)(?=["'])|(?<=["']\.\/)[\w.-]+\.js(?=["'])/g,
    )) {
      const plain = file.replace(/^assets\//, '')
      if (lazy.some((beginning) => plain.startsWith(beginning))) queue.push(`assets/${plain}`)
    }
  }
  return [...found.values()]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = firstLoad('out/renderer')
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  for (const { name, bytes } of files) console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${name}`)
  console.log(`${(total / 1000).toFixed(1).padStart(7)} kB  in all, gzipped`)
}
