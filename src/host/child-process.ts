/** How the compute processes are started: which file, which arguments, which environment, and how they ended. */
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

/** How much of what the process printed is kept to explain its death. */
const KEPT_OUTPUT = 4000

/** How a process ended: neither a code nor a signal where it could not be started. */
export interface ProcessExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** The end of what it printed. */
  readonly output: string
}

export interface ForkedWorker {
  readonly child: ChildProcess
  /** Resolves when the process is gone, however it ended. */
  readonly exited: Promise<ProcessExit>
  /** Adds to what it printed. */
  readonly note: (text: string) => void
}

/** Starts `src/worker/<name>.ts`. @throws Error when the build lacks it */
export function forkWorker(name: string, execPath: string): ForkedWorker {
  const { file, execArgv } = processEntry(name, `worker/${name}.ts`)
  const child = fork(file, [], {
    execPath,
    execArgv: [...execArgv],
    env: workerEnvironment(),
    // Typed arrays and undefined survive the way.
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  const note = (text: string) => void (output = (output + text).slice(-KEPT_OUTPUT))
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', note)
  const exited = new Promise<ProcessExit>((resolve) => {
    // `close`, not `exit`: everything it printed and sent has arrived by then.
    child.once('close', (code, signal) => resolve({ code, signal, output }))
    child.once('error', (error) => {
      note(`${error.message}\n`)
      if (child.pid === undefined) resolve({ code: null, signal: null, output })
    })
  })
  return { child, exited, note }
}
