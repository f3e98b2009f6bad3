import { UserError } from '../../shared/errors.ts'
import { compileEager } from './eager/executor.ts'
import { compileOnnx } from './onnx/executor.ts'
import type { CompileOptions, Executable, Program } from './program.ts'

/**
 * Devices by name: `reference` is TensorFlow.js' own cpu backend (slow, for tests), the others are engines for work.
 * `auto` is resolved by `chooseDevice` before it comes here.
 */
export type DeviceName = 'reference' | 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml' | 'tensorflow'

/** Makes a program ready for a device. Its state starts as zeros. @throws UserError `engine/no-such-device`. */
export async function compile(program: Program, device: DeviceName, options: CompileOptions = {}): Promise<Executable> {
  if (device === 'reference') return compileEager(program, 'cpu', options)
  if (device === 'cpu') return compileOnnx(program, 'cpu', options)
  throw new UserError('engine/no-such-device', `There is no device called '${device}'.`, {
    subject: device,
    next: 'Run `oneshot devices` to see the devices of this machine.',
  })
}
