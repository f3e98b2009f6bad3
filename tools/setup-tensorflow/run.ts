/** Other programs, run to their end. */
import { spawn } from 'node:child_process'

export interface Ended {
  /** Exit status; 127 where the program could not be started. */
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly signal?: AbortSignal | undefined
  /** Its stdout goes to ours, for programs that show their progress there. */
  readonly shown?: boolean
}

/** Never rejects, but where it was cancelled. @throws AbortError */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { cwd, env, signal, shown = false } = options
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env: { ...process.env, ...env } }),
      ...(signal === undefined ? {} : { signal }),
      stdio: ['ignore', shown ? 'inherit' : 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout?.on('data', (text: Buffer) => (stdout += text.toString()))
    child.stderr?.on('data', (text: Buffer) => (stderr += text.toString()))
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.name === 'AbortError') reject(error)
      else resolve({ status: 127, stdout, stderr: error.message })
    })
    child.on('close', (code) => resolve({ status: code ?? 1, stdout, stderr }))
  })
}
