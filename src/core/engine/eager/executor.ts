/** Runs a program op by op on a TensorFlow.js backend: `cpu` (the reference) or `tensorflow` (the native addon). */
import { tf } from '../tf.ts'
import {
  zeroState,
  type CompileOptions,
  type Executable,
  type HostTensor,
  type HostTensorMap,
  type Program,
  type TensorMap,
} from '../program.ts'
import { checkTensors } from '../check.ts'

function toTensor(value: HostTensor): tf.Tensor {
  return tf.tensor(value.data, [...value.shape], value.dtype)
}

function upload(values: HostTensorMap): TensorMap {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toTensor(value)]))
}

async function download(values: TensorMap): Promise<HostTensorMap> {
  const entries = Object.entries(values).map(async ([name, tensor]) => {
    // The backend may hand out its own storage: copy, so that no caller can change a tensor from outside.
    const data = (await tensor.data<'float32' | 'int32'>()).slice()
    return [name, { shape: tensor.shape, dtype: tensor.dtype as 'float32' | 'int32', data }] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

export async function compileEager(
  program: Program,
  backend: string,
  { frozen }: CompileOptions = {},
): Promise<Executable> {
  await tf.setBackend(backend)
  let state = upload(frozen ?? zeroState(program.state))

  return {
    program,
    device: backend,
    async run(inputs) {
      checkTensors(program.inputs, inputs, {
        of: `input of ${program.name}`,
        batchIsFree: program.batchIsFree ?? false,
      })
      await tf.setBackend(backend)
      const fed = upload(inputs)
      const result = tf.tidy(() => {
        const { outputs, state: next = {} } = program.run(fed, state)
        // A new object: tidy keeps only what it can find by walking the returned value.
        return { outputs, next }
      })
      tf.dispose(fed)
      for (const [name, tensor] of Object.entries(result.next)) {
        if (tensor !== state[name]) state[name]?.dispose()
        state[name] = tensor
      }
      const values = await download(result.outputs)
      // An output may be a state tensor itself; that one lives on.
      const kept = new Set(Object.values(state))
      for (const tensor of Object.values(result.outputs)) if (!kept.has(tensor)) tensor.dispose()
      return values
    },
    async readState() {
      return download(state)
    },
    async writeState(values) {
      if (frozen) throw new Error(`the state of ${program.name} is frozen`)
      checkTensors(program.state, values, { of: `state of ${program.name}`, batchIsFree: false })
      await tf.setBackend(backend)
      tf.dispose(state)
      state = upload(values)
    },
    async dispose() {
      tf.dispose(state)
      state = {}
    },
  }
}
