/** Tries a device in the process it runs in: only a child process should do so, since a bad driver ends its process. */
import { compile } from '../compile.ts'
import { loadTensorflow, tensorflowVersion } from '../eager/tensorflow.ts'
import { GraphBuilder } from '../onnx/graph.ts'
import { ort, type Provider } from '../onnx/session.ts'
import { writeOnnx } from '../onnx/write.ts'
import { floatTensor, sizeOf, type Executable, type HostTensorMap, type Program, type SpecMap } from '../program.ts'
import { tf, type Tensor, type Tensor4D } from '../tf.ts'
import type { Candidate } from './surroundings.ts'

export interface Measurement {
  readonly version: string
  readonly stepMs: number
}

const BATCH = 32
const SIZE = 28

const float32 = (...shape: number[]) => ({ shape, dtype: 'float32' as const })

/** One training step of a small convolutional network by gradient descent. */
const step: Program = {
  name: 'probe',
  inputs: { x: float32(BATCH, SIZE, SIZE, 1), target: float32(BATCH, 8) },
  state: { first: float32(3, 3, 1, 32), second: float32(3, 3, 32, 32), dense: float32((SIZE / 4) ** 2 * 32, 8) },
  run: ({ x, target }, { first, second, dense }) => {
    const block = (picture: Tensor, kernel: Tensor) =>
      tf.relu(tf.maxPool(tf.conv2d(picture as Tensor4D, kernel as Tensor4D, 1, 'same'), 2, 2, 'valid'))
    const loss = (...[a, b, c]: Tensor[]): tf.Scalar => {
      const features = tf.reshape(block(block(x!, a!), b!), [BATCH, -1])
      return tf.mean(tf.square(tf.sub(tf.matMul(features, c!), target!)))
    }
    const { value, grads } = tf.valueAndGrads(loss)([first!, second!, dense!])
    const next = [first!, second!, dense!].map((variable, i) => tf.sub(variable, tf.mul(grads[i]!, 0.01)))
    return { outputs: { loss: value }, state: { first: next[0]!, second: next[1]!, dense: next[2]! } }
  },
}

/** Numbers that differ and need no generator. */
function waves(specs: SpecMap, height: number): HostTensorMap {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape }]) => [
      name,
      floatTensor(
        shape,
        Float32Array.from({ length: sizeOf(shape) }, (_, i) => height * Math.sin(i * 1.7 + name.length)),
      ),
    ]),
  )
}

/**
 * ONNX Runtime leaves out a provider it cannot have and says so only in its log. A session that may not fall back to the
 * processor fails instead. @throws Error when the provider computes nothing
 */
async function insistOn(provider: Provider): Promise<void> {
  const builder = new GraphBuilder()
  const x = builder.input('x', [2, 2], 'float32')
  const graph = builder.finish('insist', { y: builder.op('MatMul', [x, x], x) })
  const session = await ort.InferenceSession.create(writeOnnx(graph), {
    executionProviders: [provider],
    extra: { session: { disable_cpu_ep_fallback: '1' } },
    logSeverityLevel: 4,
  })
  await session.run({ x: new ort.Tensor('float32', Float32Array.of(1, 2, 3, 4), [2, 2]) })
  await session.release()
}

/** The first makes the device ready and is not timed. Emulated graphics cards take seconds a step. */
const LEAST_RUNS = 3
const MOST_RUNS = 50
const MOST_MS = 1500

async function lossesAndTime(executable: Executable): Promise<{ losses: number[]; stepMs: number }> {
  await executable.writeState(waves(step.state, 0.05))
  const inputs = waves(step.inputs, 1)
  const losses: number[] = []
  const times: number[] = []
  const end = performance.now() + MOST_MS
  while (losses.length < LEAST_RUNS || (performance.now() < end && losses.length < MOST_RUNS)) {
    const start = performance.now()
    const { loss } = await executable.run(inputs)
    if (losses.length > 0) times.push(performance.now() - start)
    losses.push(loss!.data[0] as number)
  }
  times.sort((a, b) => a - b)
  return { losses: losses.slice(0, LEAST_RUNS), stepMs: times[Math.floor(times.length / 2)] as number }
}

async function measure(device: Candidate): Promise<{ losses: number[]; stepMs: number }> {
  const executable = await compile(step, device)
  try {
    return await lossesAndTime(executable)
  } finally {
    await executable.dispose()
  }
}

/** Runs a training step on the device. @throws Error when it is absent, fails or computes other numbers than the processor. */
export async function probe(device: Candidate): Promise<Measurement> {
  if (device === 'tensorflow') await loadTensorflow()
  else if (device !== 'cpu') await insistOn(device)
  const { losses, stepMs } = await measure(device)
  if (device !== 'cpu') {
    const expected = (await measure('cpu')).losses
    // Graphics cards multiply in as few as 10 bits.
    const close = expected.every((loss, i) => Math.abs(loss - losses[i]!) <= 0.02 * Math.abs(loss))
    if (!close) throw new Error('it computes wrong numbers')
  }
  return { version: device === 'tensorflow' ? tensorflowVersion() : `ONNX Runtime ${ort.env.versions.node}`, stepMs }
}
