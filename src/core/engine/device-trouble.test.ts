import { describe, expect, it } from 'vitest'
import { UserError } from '../../shared/errors.ts'
import { deviceError, isDeviceError, plainMessage, troubleOf } from './device-trouble.ts'

describe('what a device says', () => {
  it.each([
    // onnxruntime #16307
    'Non-zero status code returned while running ReduceSum node. onnxruntime::BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 939524096',
    'CUDA failure 2: out of memory ; GPU=0 ; hostname=box ; expr=cudaMalloc((void**)&p, size);',
    'CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0',
    'CUDNN_STATUS_ALLOC_FAILED',
    // diffusers #791
    'BucketizedBufferAllocator.cpp(122) Exception(1) 8007000E Not enough memory resources are available to complete this operation.',
    // onnxruntime #25195
    'WebGPU device error(2): Out of memory',
    'vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY',
    // tensorflow #47820, #7025
    'OOM when allocating tensor with shape[3,3,512,1024] and type float on /job:localhost/replica:0/task:0/device:GPU:0 by allocator GPU_0_bfc [Op:Mul]',
    'Invalid TF_Status: 8 Message: RESOURCE_EXHAUSTED: failed to allocate memory',
    'Dst tensor is not initialized.',
    'CUDA_ERROR_OUT_OF_MEMORY: out of memory',
    'std::bad_alloc',
    'Available memory of 1024 is smaller than requested bytes of 4096',
  ])('about its memory: %s', (message) => {
    expect(troubleOf(message)).toBe('memory')
    const error = deviceError('cuda', 'running', 'train article', new Error(message))
    expect(error).toMatchObject({
      code: 'engine/out-of-memory',
      subject: 'cuda',
      message: "The memory of the device 'cuda' is too small for train article.",
    })
    expect(isDeviceError(error)).toBe(true)
  })

  it.each([
    'CUDA failure 719: unspecified launch failure ; GPU=0',
    'CUDA_ERROR_ILLEGAL_ADDRESS: an illegal memory access was encountered',
    'DmlCommandRecorder.cpp(371) 887A0005 The GPU device instance has been suspended.',
    'DXGI_ERROR_DEVICE_REMOVED',
    'Device was lost: the driver was reset',
    'CUDNN_STATUS_EXECUTION_FAILED',
  ])('about being lost: %s', (message) => {
    expect(troubleOf(message)).toBe('lost')
    expect(deviceError('dml', 'running', 'train', new Error(message))).toMatchObject({ code: 'engine/run' })
  })

  it.each(["makes 'a' [], its state is [2]", 'Cannot read properties of undefined', 'no memory of it'])(
    'is not read into other errors: %s',
    (message) => expect(troubleOf(message)).toBe('other'),
  )

  it('is told without the places in its source', () => {
    const raw =
      '/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:79 onnxruntime::Initialize() adapter != nullptr was false. Failed to get a WebGPU adapter.'
    expect(plainMessage(raw)).toBe('Failed to get a WebGPU adapter.')
    expect(deviceError('webgpu', 'starting', 'train', new Error(raw))).toMatchObject({
      code: 'engine/session',
      message: "The device 'webgpu' could not be made ready: Failed to get a WebGPU adapter.",
    })
  })

  it('keeps what is a sentence already', () => {
    const known = new UserError('engine/no-such-device', 'There is no such device.')
    expect(deviceError('cuda', 'starting', 'train', known)).toBe(known)
    expect(isDeviceError(new UserError('run/none', 'x'))).toBe(false)
  })
})
