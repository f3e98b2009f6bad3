/** How the compute processes are started: which file, which arguments, which environment. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
// Not from the folder's index, which would load the native decoder into this process.
import { decodingEnvironment } from '../core/dataset/parallel.ts'
import { processEntry } from '../core/program-files.ts'

/** The host's own settings that would change how a compute process starts or counts. */
const NOT_INHERITED = ['NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE', 'NODE_CHANNEL_FD', 'NODE_V8_COVERAGE', 'VITEST']

/** Environment of a compute process: what libraries only read when a process starts. */
function workerEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name))
  return {
    ...Object.fromEntries(inherited),
    ...decodingEnvironment(),
    // TensorFlow: errors only, and no grabbing of the whole GPU.
    TF_CPP_MIN_LOG_LEVEL: '2',
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  }
}

/** Starts `src/worker/<name>.ts`; `onOutput` hears all it prints. @throws Error when the build lacks it */
export function forkWorker(name: string, execPath: string, onOutput: (text: string) => void): ChildProcess {
  const { file, execArgv } = processEntry(name, `worker/${name}.ts`)
  const child = fork(file, [], {
    execPath,
    execArgv: [...execArgv],
    env: workerEnvironment(),
    // Typed arrays and undefined survive the way.
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onOutput)
  return child
}
