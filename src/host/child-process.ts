/** How the compute processes are started: which file, which arguments, which environment. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
// Not from the folder's index, which would load the native decoder into this process.
import { decodingEnvironment } from '../core/dataset/parallel.ts'

export interface ProcessEntry {
  readonly file: string
  readonly execArgv: readonly string[]
}

/**
 * The entry `src/worker/<name>.ts`: from source through tsx, in a build the bundled file beside the host's bundle.
 * @throws Error when the build lacks it
 */
export function workerEntry(name: string): ProcessEntry {
  if (import.meta.url.endsWith('.ts')) {
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
    return { file: fileURLToPath(new URL(`../worker/${name}.ts`, import.meta.url)), execArgv: ['--import', tsx] }
  }
  // A bundler may put shared code one folder deeper than the entry it belongs to.
  for (const place of ['../worker/', '../../worker/', './']) {
    const file = fileURLToPath(new URL(`${place}${name}.js`, import.meta.url))
    if (existsSync(file)) return { file, execArgv: [] }
  }
  throw new Error(`the build has no worker/${name}.js`)
}

/** The host's own settings that would change how a compute process starts or counts. */
const NOT_INHERITED = ['NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE', 'NODE_CHANNEL_FD', 'NODE_V8_COVERAGE', 'VITEST']

/** Environment of a compute process: what libraries only read when a process starts. */
export function workerEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name))
  return {
    ...Object.fromEntries(inherited),
    ...decodingEnvironment(),
    // TensorFlow: errors only, and no grabbing of the whole GPU.
    TF_CPP_MIN_LOG_LEVEL: '2',
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  }
}
