import { spawn } from 'node:child_process'
import path from 'node:path'

export interface ServedPage {
  readonly url: string
  /** Stops it the way Ctrl+C does; resolves with the exit code. */
  stop(): Promise<number | null>
}

/** Runs `npm start` as a person does, minus npm: builds where needed, then serves on a free port. */
export function servePage(): Promise<ServedPage> {
  const script = path.resolve('bin/start.mjs')
  const child = spawn(process.execPath, [script, '--browser'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(output)?.[0]
      if (url === undefined) return
      resolve({
        url,
        stop: () => {
          child.kill('SIGINT')
          return ended
        },
      })
    })
    void ended.then((code) => reject(new Error(`npm start ended with ${code}:\n${output}`)))
  })
}
