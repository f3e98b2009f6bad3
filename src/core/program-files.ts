/**
 * Where the program's own files lie: from source under `src/`, in a build beside the bundle or one or two folders above it,
 * wherever the bundler put the code that asks.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Whether this runs from TypeScript, in memory, rather than from a build. */
export const RUNS_FROM_SOURCE = import.meta.url.endsWith('.ts')

/** How many folders above its bundle a build may have its `worker/`, and the program its `resources/`. */
const WORKER_DEPTH = 2
const RESOURCES_DEPTH = 4

/** The file to start a compute process with, and the flags Node needs for it. */
export interface ProcessEntry {
  readonly file: string
  readonly execArgv: readonly string[]
}

function findAbove(name: string, depth: number): string | undefined {
  return Array.from({ length: depth + 1 }, (_, up) => new URL('../'.repeat(up) + name, new URL('.', import.meta.url)))
    .map((url) => fileURLToPath(url))
    .find((file) => existsSync(file))
}

/** Path of a file under `src/`; only where `RUNS_FROM_SOURCE`. */
export function sourcePath(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url))
}

/**
 * The bundled entry `worker/<name>.js` of a build.
 * @throws Error when the build lacks it
 */
export function builtEntry(name: string): string {
  const file = findAbove(`worker/${name}.js`, WORKER_DEPTH)
  if (file === undefined) throw new Error(`the build has no worker/${name}.js`)
  return file
}

/**
 * The entry of a compute process: from source through tsx, in a build the bundle `worker/<name>.js`.
 * @param source its file under `src/`
 */
export function processEntry(name: string, source: string): ProcessEntry {
  if (!RUNS_FROM_SOURCE) return { file: builtEntry(name), execArgv: [] }
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  return { file: sourcePath(source), execArgv: ['--import', tsx] }
}

/** Path of a file under `resources/`; undefined where the program's folder is not whole. */
export function resourcePath(name: string): string | undefined {
  return findAbove(`resources/${name}`, RESOURCES_DEPTH)
}

/** Path of something kept in the program's own `.cache/`; undefined where it is not there. */
export function programCachePath(name: string): string | undefined {
  return findAbove(`.cache/${name}`, RESOURCES_DEPTH)
}
