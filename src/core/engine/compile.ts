import type { DeviceName } from '../../shared/device-names.ts'
import { UserError } from '../../shared/errors.ts'
import { compileEager } from './eager/executor.ts'
import { loadTensorflow } from './eager/tensorflow.ts'
import { compileOnnx } from './onnx/executor.ts'
import { hasProvider, type Provider } from './onnx/session.ts'
import type { CompileOptions, Executable, Program } from './program.ts'

const PROVIDERS: readonly string[] = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] satisfies Provider[]
const isProvider = (device: string): device is Provider => PROVIDERS.includes(device)

/**
 * Makes a program ready for a device. Its state starts as zeros.
 * @throws UserError `engine/no-such-device` where it cannot be, `engine/session` where it does not start
 */
export async function compile(program: Program, device: DeviceName, options: CompileOptions = {}): Promise<Executable> {
  if (device === 'reference') return compileEager(program, 'cpu', options)
  if (device === 'tensorflow') return compileEager(program, await loadTensorflow(), options)
  // ONNX Runtime would take a provider it was built without for a wish, and compute on the processor.
  if (isProvider(device) && hasProvider(device)) return compileOnnx(program, device, options)
  const here = isProvider(device) ? ` on ${process.platform} ${process.arch}` : ''
  throw new UserError('engine/no-such-device', `There is no device called '${device}'${here}.`, {
    subject: device,
    next: 'Run `oneshot devices` to see the devices of this machine.',
  })
}
