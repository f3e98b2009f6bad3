/** TensorFlow's own library, by the JavaScript of @tensorflow/tfjs-node and a native part somebody set up. */
import { createRequire } from 'node:module'
import { messageOf, UserError } from '../../../shared/errors.ts'
import { tf } from '../tf.ts'
import { findTensorflow, hasBrokenSetup, type TensorflowAddon } from './tensorflow-files.ts'

// Not called `require`: the bundler may put one of its own into the same file.
const nodeRequire = createRequire(import.meta.url)

const BACKEND = 'tensorflow'
/** By its name the backend knows whether dilated 3-D convolutions work. */
const GPU_PACKAGE = '@tensorflow/tfjs-node-gpu'

/** tfjs-node 4.22 calls two functions of `util` that Node 23 removed or warns of. */
export function addRemovedUtilities(util = nodeRequire('node:util') as Record<string, unknown>): void {
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
  util['isArray'] = Array.isArray
}

/**
 * What TensorFlow reads when its library starts. The memory of a card is taken as it is needed rather than all at once.
 * Of several cards tfjs-node would take the last; it gets the first, unless `CUDA_VISIBLE_DEVICES` names another,
 * numbered as `nvidia-smi` and `oneshot devices` number them.
 */
export function setTensorflowEnvironment({ cuda }: Pick<TensorflowAddon, 'cuda'>, env = process.env): void {
  env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true'
  env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'
  if (!cuda) return
  env['CUDA_DEVICE_ORDER'] ??= 'PCI_BUS_ID'
  env['CUDA_VISIBLE_DEVICES'] ??= '0'
}

interface Binding {
  readonly TF_Version?: string
  isUsingGpuDevice(): boolean
}

interface Loaded {
  readonly addon: TensorflowAddon
  readonly binding: Binding
}

let loading: Promise<Loaded> | undefined
let loaded: Loaded | undefined

/**
 * Loads the library and registers it with TensorFlow.js. @returns the backend's name
 * @throws UserError `engine/no-such-device` where it is absent, `engine/session` where it does not start
 */
export async function loadTensorflow(): Promise<string> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  loaded = await loading
  return BACKEND
}

async function load(): Promise<Loaded> {
  const addon = findTensorflow()
  if (!addon)
    throw new UserError(
      'engine/no-such-device',
      hasBrokenSetup()
        ? "The set-up of TensorFlow's native library was begun and not finished."
        : "TensorFlow's native library is not installed.",
      {
        subject: BACKEND,
        next: 'Run `npm run setup:tensorflow`, or choose another device: `oneshot devices` lists them.',
      },
    )
  setTensorflowEnvironment(addon)
  addRemovedUtilities()
  try {
    // Not the package's main file: it looks for the native part in its own folder only, and makes itself the default.
    const binding = nodeRequire(addon.file) as Binding
    nodeRequire(`${addon.package}/dist/register_all_kernels`)
    const { NodeJSKernelBackend } = nodeRequire(`${addon.package}/dist/nodejs_kernel_backend`) as {
      NodeJSKernelBackend: new (binding: Binding, name: string) => tf.KernelBackend
    }
    const backend = new NodeJSKernelBackend(binding, addon.cuda ? GPU_PACKAGE : addon.package)
    tf.registerBackend(BACKEND, () => backend)
    return { addon, binding }
  } catch (cause) {
    throw new UserError('engine/session', `TensorFlow's native library did not start: ${messageOf(cause)}`, {
      subject: BACKEND,
      next: 'Set it up again with `npm run setup:tensorflow`, or choose another device: `oneshot devices` lists them.',
      cause,
    })
  }
}

/** For people: which library it is and what it computes on, once it is loaded. */
export function tensorflowVersion(): string {
  if (!loaded) return 'TensorFlow'
  const { addon, binding } = loaded
  const library = `TensorFlow ${binding.TF_Version ?? 'of unknown version'}`
  if (!addon.cuda) return library
  return binding.isUsingGpuDevice() ? `${library} on the graphics card` : `${library}, which finds no graphics card`
}
