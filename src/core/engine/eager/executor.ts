/** Runs a program op by op on a TensorFlow.js backend: `cpu` (the reference) or `tensorflow` (the native addon). */
import { messageOf } from '../../../shared/errors.ts'
import { deviceError, troubleOf } from '../device-trouble.ts'
import { tf } from '../tf.ts'
import {
  zeroState,
  type CompileOptions,
  type Executable,
  type HostTensorMap,
  type Program,
  type TensorMap,
} from '../program.ts'
import { checkNextState, checkTensors } from '../check.ts'
import { onBackend } from '../on-backend.ts'

function upload(values: HostTensorMap): TensorMap {
  const entries = Object.entries(values).map(([name, { data, shape, dtype }]) => {
    // A copy: the backend keeps the array it is given, and the caller may go on writing to it.
    return [name, tf.tensor(data.slice(), [...shape], dtype)] as const
  })
  return Object.fromEntries(entries)
}

async function download(values: TensorMap): Promise<HostTensorMap> {
  const entries = Object.entries(values).map(async ([name, tensor]) => {
    // The backend may hand out its own storage: copy, so that no caller can change a tensor from outside.
    const data = await tensor.data<'float32' | 'int32'>()
    const { shape } = tensor
    if (tensor.dtype === 'float32') return [name, { shape, dtype: tensor.dtype, data: data.slice() }] as const
    // Truth values come out as 0 and 1.
    return [name, { shape, dtype: 'int32', data: Int32Array.from(data) }] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** What the device said, as a sentence; what is wrong with the program stays as it is. */
function orDeviceError(device: string, doing: 'starting' | 'running', program: Program, error: unknown): unknown {
  return troubleOf(messageOf(error)) === 'other' ? error : deviceError(device, doing, program.name, error)
}

export async function compileEager(
  program: Program,
  backend: string,
  { frozen }: CompileOptions = {},
): Promise<Executable> {
  const onDevice = <Result>(doing: 'starting' | 'running', work: () => Result): Result => {
    try {
      return onBackend(backend, work)
    } catch (error) {
      throw orDeviceError(backend, doing, program, error)
    }
  }
  let state = onDevice('starting', () => upload(frozen ?? zeroState(program.state)))

  return {
    program,
    device: backend,
    async run(inputs) {
      checkTensors(program.inputs, inputs, {
        of: `input of ${program.name}`,
        batchIsFree: program.batchIsFree ?? false,
      })
      const { outputs, next } = onDevice('running', () =>
        tf.tidy(() => {
          const { outputs: made, state: changed = {} } = program.run(upload(inputs), state)
          checkNextState(program, changed)
          // A new object: tidy keeps only what it can find by walking the returned value.
          return { outputs: made, next: frozen ? {} : changed }
        }),
      )
      const before = state
      state = { ...state, ...next }
      const values = await download(outputs)
      // An output or a next value may be another state tensor, or an input: only what nothing holds any more goes.
      const kept = new Set(Object.values(state))
      for (const tensor of [...Object.values(before), ...Object.values(outputs)])
        if (!kept.has(tensor)) tensor.dispose()
      return values
    },
    async readState(names) {
      return download(names ? Object.fromEntries(names.map((name) => [name, state[name] as tf.Tensor])) : state)
    },
    async writeState(values) {
      if (frozen) throw new Error(`the state of ${program.name} is frozen`)
      checkTensors(program.state, values, { of: `state of ${program.name}`, batchIsFree: false })
      tf.dispose(state)
      state = onDevice('running', () => upload(values))
    },
    async dispose() {
      tf.dispose(state)
      state = {}
    },
  }
}
