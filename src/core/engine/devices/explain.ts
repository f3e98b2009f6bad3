/** Half a sentence a person can act on, for what drivers are known to say when they are missing or too old. */

import type { Said, SaidValues } from '../../../shared/said.ts'

const CUDA_NEEDS = 'it needs an NVIDIA driver of at least 525.60, CUDA 12 and cuDNN 9'

interface Known {
  readonly form: RegExp
  /** `device/…` without the room. */
  readonly code: string
  /** `{library}` is what the form found. */
  readonly text: string
}

/** By what the message says; the first that fits. */
const KNOWN: readonly Known[] = [
  {
    form: /driver version is insufficient|cudaErrorInsufficientDriver|SYSTEM_DRIVER_MISMATCH|forward compatibility/i,
    code: 'old-nvidia-driver',
    text: `the NVIDIA driver is too old: ${CUDA_NEEDS}`,
  },
  {
    form: /no CUDA-capable device|CUDA_ERROR_NO_DEVICE|cudaErrorNoDevice/i,
    code: 'driver-without-card',
    text: 'the NVIDIA driver finds no graphics card',
  },
  {
    form: /(lib(?:cuda|cudart|cublas|cublasLt|cudnn|cufft|curand|nvrtc)\w*\.so[.\d]*): cannot open shared object/,
    code: 'missing-library',
    text: `{library} is not installed: ${CUDA_NEEDS}`,
  },
  {
    form: /GLIBCXX?_[\d.]+.? not found/,
    code: 'old-system',
    text: "this system's libraries are older than what the device's library was built for",
  },
  {
    form: /(failed to (get|find|request)|no (suitable|compatible)).*adapter|adapter (is|was) (null|not found)/i,
    code: 'no-adapter',
    text: "no graphics driver offers WebGPU an adapter: install the card's driver with Vulkan (Linux) or update it",
  },
  {
    form: /libvulkan\S* .*cannot open|vkCreateInstance|VK_ERROR_INCOMPATIBLE_DRIVER/i,
    code: 'no-vulkan',
    text: 'the Vulkan driver is missing or too old',
  },
  {
    form: /887A0004|feature level is not supported/i,
    code: 'old-directml-driver',
    text: 'the graphics driver is too old for DirectML: update it',
  },
]

/** The message itself where nothing is known of it. */
export function explained(message: string): Said {
  for (const { form, code, text } of KNOWN) {
    const found = form.exec(message)
    if (!found) continue
    const values: SaidValues = text.includes('{library}') ? { library: found[1] ?? '' } : {}
    return { code: `device/${code}`, values, text: text.replace('{library}', found[1] ?? '') }
  }
  return { code: 'device/failed', values: { message }, text: message }
}
