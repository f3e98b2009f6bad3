/** What can be told of a device without trying it: a look at files and at what ONNX Runtime was built with. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { findTensorflow, hasBrokenSetup } from '../eager/tensorflow-files.ts'
import { ort } from '../onnx/session.ts'
import type { Said, SaidValues } from '../../../shared/said.ts'
import type { DeviceName } from '../../../shared/device-names.ts'

/** Devices a person can choose. */
export type Candidate = Exclude<DeviceName, 'reference'>

export const CANDIDATES: readonly Candidate[] = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml', 'tensorflow']

export interface Surroundings {
  readonly platform: string
  readonly arch: string
  /** Execution providers ONNX Runtime was built with. */
  readonly providers: readonly string[]
  /** Files of graphics cards; undefined where the system shows none. */
  readonly graphics: readonly string[] | undefined
  /** Vulkan is told which driver to take, which may be one without a card. */
  readonly vulkanChosen: boolean
  readonly cudaLibrary: boolean
  /** TensorFlow's native part; `unfinished` where its set-up was interrupted. */
  readonly tensorflow: 'ready' | 'absent' | 'unfinished'
  /** Versions of everything a measurement depends on. */
  readonly versions: Readonly<Record<string, string>>
}

// Not called `require`: the bundler may put one of its own into the same file.
const nodeRequire = createRequire(import.meta.url)

function filesOf(folder: string, pattern: RegExp): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => pattern.test(name))
      .map((name) => join(folder, name))
      .sort()
  } catch {
    return []
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}

export function lookAround(env: NodeJS.ProcessEnv = process.env): Surroundings {
  const { platform, arch } = process
  const library = dirname(nodeRequire.resolve('onnxruntime-node/package.json'))
  const addon = findTensorflow()
  const linux = platform === 'linux'
  const vulkan = [env['VK_DRIVER_FILES'], env['VK_ICD_FILENAMES']].filter((value) => value !== undefined)
  const graphics = linux
    ? [
        ...filesOf('/dev/dri', /^renderD/),
        ...filesOf('/dev', /^nvidia\d+$/),
        // The graphics card of Windows, seen from its Linux subsystem.
        ...filesOf('/dev', /^dxg$/),
      ]
    : undefined
  return {
    platform,
    arch,
    providers: ort.listSupportedBackends().map(({ name }) => name),
    graphics,
    vulkanChosen: vulkan.length > 0,
    cudaLibrary: existsSync(join(library, 'bin/napi-v6', platform, arch, 'libonnxruntime_providers_cuda.so')),
    tensorflow: addon ? 'ready' : hasBrokenSetup() ? 'unfinished' : 'absent',
    versions: {
      system: `${platform} ${arch}`,
      node: process.version,
      onnxruntime: ort.env.versions.node ?? '',
      tensorflow: addon ? `${addon.file} ${addon.version}` : '',
      processor: cpus()[0]?.model ?? '',
      processors: String(cpus().length),
      graphics: (graphics ?? []).join(' '),
      nvidia: textOf('/sys/module/nvidia/version'),
      vulkan: vulkan.join(' '),
      cuda: env['CUDA_VISIBLE_DEVICES'] ?? '',
    },
  }
}

const because = (code: string, text: string, values: SaidValues = {}): Said => ({
  code: `device/${code}`,
  values,
  text,
})

const NO_TENSORFLOW = {
  ready: undefined,
  absent: because(
    'no-tensorflow',
    "TensorFlow's native library is not installed; `npm run setup:tensorflow` fetches it",
  ),
  unfinished: because('half-tensorflow', 'its set-up was begun and not finished; run `npm run setup:tensorflow` again'),
}

/** Half a sentence on why a device cannot be there; undefined where only a try can tell. */
export function ruledOut(device: Candidate, around: Surroundings): Said | undefined {
  if (device === 'cpu') return undefined
  if (device === 'tensorflow') return NO_TENSORFLOW[around.tensorflow]
  if (!around.providers.includes(device)) {
    const system = `${around.platform} ${around.arch}`
    return because('not-on-system', `ONNX Runtime does not have it on ${system}`, { system })
  }
  const { graphics } = around
  if (device === 'cuda') {
    if (graphics && !graphics.some((file) => /nvidia|dxg/.test(file)))
      return because('no-nvidia', 'no NVIDIA graphics card is visible here')
    return around.cudaLibrary ? undefined : because('no-cuda-library', "ONNX Runtime's CUDA library is not installed")
  }
  return graphics?.length === 0 && !around.vulkanChosen
    ? because('no-card', 'no graphics card is visible here')
    : undefined
}
