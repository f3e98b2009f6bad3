/**
 * TensorFlow's own library through @tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node: optional packages whose native
 * part is there only where somebody set it up.
 */
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { messageOf, UserError } from '../../../shared/errors.ts'
import { tf } from '../tf.ts'

// Not called `require`: the bundler may put one of its own into the same file.
const nodeRequire = createRequire(import.meta.url)

const BACKEND = 'tensorflow'
const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const
const ADDON = 'tfjs_binding.node'

export interface TensorflowAddon {
  readonly package: (typeof PACKAGES)[number]
  readonly version: string
}

/** The package whose native part is there, the one for graphics cards first. Loads nothing. */
export function findTensorflow(resolve: (id: string) => string = nodeRequire.resolve): TensorflowAddon | undefined {
  for (const name of PACKAGES) {
    let manifest: string
    try {
      manifest = resolve(`${name}/package.json`)
    } catch {
      continue
    }
    const lib = join(dirname(manifest), 'lib')
    const builds = existsSync(lib) ? readdirSync(lib).filter((folder) => folder.startsWith('napi-v')) : []
    if (!builds.some((folder) => existsSync(join(lib, folder, ADDON)))) continue
    const { version } = nodeRequire(manifest) as { version: string }
    return { package: name, version }
  }
  return undefined
}

/** tfjs-node 4.22 calls two functions of `util` that Node 23 removed or warns of. */
export function addRemovedUtilities(util = nodeRequire('node:util') as Record<string, unknown>): void {
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
  util['isArray'] = Array.isArray
}

let loaded: Promise<string> | undefined

/**
 * Loads the library and registers it with TensorFlow.js. @returns the backend's name
 * @throws UserError `engine/no-such-device` where it is absent, `engine/session` where it does not start
 */
export function loadTensorflow(): Promise<string> {
  loaded ??= load().catch((error: unknown) => {
    loaded = undefined
    throw error
  })
  return loaded
}

async function load(): Promise<string> {
  const addon = findTensorflow()
  if (!addon)
    throw new UserError('engine/no-such-device', "TensorFlow's native library is not installed.", {
      subject: BACKEND,
      next: 'Choose another device (`oneshot devices` lists them), or fetch the library with `npm rebuild @tensorflow/tfjs-node --ignore-scripts=false`.',
    })
  // Read when the library starts: without it, TensorFlow takes the whole memory of the graphics card.
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true'
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'
  addRemovedUtilities()
  const before = tf.getBackend()
  try {
    nodeRequire(addon.package)
  } catch (cause) {
    throw new UserError('engine/session', `TensorFlow's native library did not start: ${messageOf(cause)}`, {
      subject: BACKEND,
      next: 'Choose another device: `oneshot devices` lists those that work here.',
      cause,
    })
  } finally {
    // The package makes itself the chosen backend.
    await tf.setBackend(before)
  }
  return BACKEND
}

/** For people: which library it is, once it is loaded. */
export function tensorflowVersion(): string {
  const { binding } = tf.findBackend(BACKEND) as unknown as { binding?: { TF_Version?: string } }
  const addon = findTensorflow()
  return `TensorFlow ${binding?.TF_Version ?? 'of unknown version'} (${addon?.package} ${addon?.version})`
}
