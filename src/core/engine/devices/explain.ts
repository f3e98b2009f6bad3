/** Half a sentence a person can act on, for what drivers are known to say when they are missing or too old. */

const CUDA_NEEDS = 'it needs an NVIDIA driver of at least 525.60, CUDA 12 and cuDNN 9'

/** By what the message says; the first that fits. */
const KNOWN: readonly (readonly [RegExp, string | ((found: RegExpExecArray) => string)])[] = [
  [
    /driver version is insufficient|cudaErrorInsufficientDriver|SYSTEM_DRIVER_MISMATCH|forward compatibility/i,
    `the NVIDIA driver is too old: ${CUDA_NEEDS}`,
  ],
  [/no CUDA-capable device|CUDA_ERROR_NO_DEVICE|cudaErrorNoDevice/i, 'the NVIDIA driver finds no graphics card'],
  [
    /(lib(?:cuda|cudart|cublas|cublasLt|cudnn|cufft|curand|nvrtc)\w*\.so[.\d]*): cannot open shared object/,
    (found) => `${found[1]} is not installed: ${CUDA_NEEDS}`,
  ],
  [/GLIBCXX?_[\d.]+.? not found/, "this system's libraries are older than what the device's library was built for"],
  [
    /(failed to (get|find|request)|no (suitable|compatible)).*adapter|adapter (is|was) (null|not found)/i,
    "no graphics driver offers WebGPU an adapter: install the card's driver with Vulkan (Linux) or update it",
  ],
  [
    /libvulkan\S* .*cannot open|vkCreateInstance|VK_ERROR_INCOMPATIBLE_DRIVER/i,
    'the Vulkan driver is missing or too old',
  ],
  [/887A0004|feature level is not supported/i, 'the graphics driver is too old for DirectML: update it'],
]

/** The message itself where nothing is known of it. */
export function explained(message: string): string {
  for (const [form, words] of KNOWN) {
    const found = form.exec(message)
    if (found) return typeof words === 'string' ? words : words(found)
  }
  return message
}
