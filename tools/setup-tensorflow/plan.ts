/** Which way TensorFlow comes to a computer. Pure: looks at nothing. */

/** The version taken from the Python package index, and the Python its wheel is named after (nothing of it is run). */
export const TENSORFLOW = '2.21.0'
export const WHEEL_PYTHON = '3.12'

/** Oldest NVIDIA driver that runs CUDA 12 (CUDA Toolkit release notes, minor version compatibility). */
export const OLDEST_DRIVER = '525.60.13'

export type SetupPlan =
  | {
      readonly way: 'wheel'
      /** What pip is asked for. */
      readonly requirement: string
      readonly cuda: boolean
      /** Free space it needs while it is made, in bytes. */
      readonly space: number
    }
  | {
      readonly way: 'own-download'
      /** The package that brings its own library. */
      readonly package: '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu'
      /** What must be known about it. */
      readonly note: string
    }
  | { readonly way: 'none'; readonly reason: string; readonly next: string }

const GIB = 2 ** 30
/** Wheel, its content and what is kept of it, all there for a moment. */
const SPACE = 3 * GIB
const SPACE_CUDA = 12 * GIB

/**
 * @param platform as `process.platform` gives it
 * @param arch as `process.arch` gives it
 * @param cuda whether NVIDIA graphics cards are asked for
 */
export function planSetup(platform: string, arch: string, cuda: boolean): SetupPlan {
  const here = `${platform} ${arch}`
  if (platform === 'linux' && arch === 'x64') {
    const requirement = cuda ? `tensorflow==${TENSORFLOW}` : `tensorflow-cpu==${TENSORFLOW}`
    return { way: 'wheel', requirement, cuda, space: cuda ? SPACE_CUDA : SPACE }
  }
  if (here === 'linux arm64' || here === 'darwin arm64') {
    if (!cuda) return { way: 'wheel', requirement: `tensorflow==${TENSORFLOW}`, cuda, space: SPACE }
    return {
      way: 'none',
      reason: `TensorFlow has no CUDA build for ${here}.`,
      next: 'Leave --cuda out: TensorFlow then computes on the processor.',
    }
  }
  if (here === 'win32 x64')
    return {
      way: 'own-download',
      package: cuda ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node',
      note: cuda
        ? 'On Windows the package brings TensorFlow 2.9, the last but one with CUDA there: it wants CUDA 11.2, cuDNN 8.1 and a driver newer than 450. Cards newer than that CUDA start slowly or not at all; --device webgpu or dml may be quicker.'
        : 'On Windows the package brings TensorFlow 2.9.',
    }
  if (here === 'darwin x64' && !cuda)
    return {
      way: 'own-download',
      package: '@tensorflow/tfjs-node',
      note: 'On Macs with an Intel processor the package brings TensorFlow 2.9: newer ones are not built for them.',
    }
  return {
    way: 'none',
    reason: `TensorFlow cannot be had for ${here}${cuda ? ' with CUDA' : ''}.`,
    next: 'Use another device: `npm run -s oneshot -- devices` lists those that work here.',
  }
}

/** The names of a wheel's requirements for an extra, from its METADATA: `nvidia-cudnn-cu12<10.0,>=9.3.0.75`. */
export function requirementsOf(metadata: string, extra: string): string[] {
  return metadata.split('\n').flatMap((line) => {
    const [, requirement, condition] = /^Requires-Dist: ([^;]+?)\s*;\s*(.+?)\s*$/.exec(line) ?? []
    return requirement !== undefined && condition === `extra == "${extra}"` ? [requirement] : []
  })
}

/** Whether a version such as 550.54.14 is older than another. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number)) as [number[], number[]]
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}
