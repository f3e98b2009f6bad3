/** What a device says when it fails, told apart by its words: the libraries give no codes. */
import { messageOf, UserError } from '../../shared/errors.ts'

/**
 * Ways of saying that the device's memory is full, as seen in reports: ONNX Runtime's arena (onnxruntime #16307, #20038),
 * CUDA, cuBLAS and cuDNN, DirectML's E_OUTOFMEMORY (diffusers #791), Dawn and Vulkan behind WebGPU (onnxruntime #25195),
 * and TensorFlow, which also calls it an uninitialised tensor (tensorflow #47820, #7025).
 */
const MEMORY = [
  /out of memory/i,
  /out[-_ ]of[-_ ](device|host)[-_ ]memory/i,
  /failed to allocat\w* (cuda |device |gpu )?memory/i,
  /(CUBLAS|CUDNN|CUFFT|CUSPARSE)_STATUS_ALLOC_FAILED/,
  /cudaErrorMemoryAllocation/,
  /8007000E/i,
  /not enough (space|memory)/i,
  /OOM when allocating/,
  /RESOURCE_EXHAUSTED|ResourceExhausted/,
  /Dst tensor is not initialized/,
  /std::bad_alloc|bad allocation/,
  /smaller than requested bytes/,
]

/** Ways of saying that the device or its driver went away or cannot go on. */
const LOST = [
  /device (was |is |has been )?(lost|removed|hung|reset)/i,
  /DEVICE_(LOST|REMOVED|HUNG|RESET)/,
  /887A000[567]/i,
  /\bCUDA_ERROR_\w+/,
  /CUDA (failure|error)/i,
  /(CUDNN|CUBLAS)_STATUS_\w+/,
  /cudaError\w+/,
]

const says = (words: readonly RegExp[], text: string) => words.some((form) => form.test(text))

export type Trouble = 'memory' | 'lost' | 'other'

export function troubleOf(message: string): Trouble {
  if (says(MEMORY, message)) return 'memory'
  return says(LOST, message) ? 'lost' : 'other'
}

/** The message without the place in ONNX Runtime's source and the condition that did not hold. */
export function plainMessage(message: string): string {
  return message
    .replace(/\s+/g, ' ')
    .replace(/\S*onnxruntime_src\S*( \S+)?.* was false\. /, '')
    .trim()
}

/** Whether an error came from a device, so that another device may do better. */
export function isDeviceError(error: unknown): error is UserError {
  return error instanceof UserError && error.code.startsWith('engine/')
}

/**
 * The error of a device as one sentence: `engine/out-of-memory`, or `engine/session` where it was being made ready and
 * `engine/run` where it computed.
 */
export function deviceError(device: string, doing: 'starting' | 'running', program: string, cause: unknown): UserError {
  if (cause instanceof UserError) return cause
  const said = plainMessage(messageOf(cause))
  if (troubleOf(said) === 'memory')
    return new UserError('engine/out-of-memory', `The memory of the device '${device}' is too small for ${program}.`, {
      subject: device,
      next: 'Make the batch smaller, close other programs that use the device, or choose another one.',
      cause,
    })
  const next = 'Choose another device: `oneshot devices` lists those that work here.'
  return doing === 'starting'
    ? new UserError('engine/session', `The device '${device}' could not be made ready: ${said}`, {
        subject: device,
        next,
        cause,
      })
    : new UserError('engine/run', `The device '${device}' failed in ${program}: ${said}`, {
        subject: device,
        next,
        cause,
      })
}
