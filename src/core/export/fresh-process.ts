/** Has an export checked by a process that shares nothing with the one that wrote it. */
import { fork } from 'node:child_process'
import { processEntry } from '../program-files.ts'
import type { Differences } from './types.ts'

/** Milliseconds after which the process is given up. */
const LIMIT = 10 * 60_000
/** Settings of this process that would change how another starts. */
const NOT_INHERITED = ['NODE_OPTIONS', 'NODE_CHANNEL_FD', 'NODE_V8_COVERAGE', 'VITEST']

/** What the process answers. */
export type CheckReply = { readonly differences: Differences } | { readonly error: string }

/** How far what a fresh process computes is from the golden files. @throws Error with what it said when it could not */
export async function checkInFreshProcess(folder: string): Promise<Differences> {
  const { file, execArgv } = processEntry('check-export', 'worker/check-export.ts')
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name)))
  const child = fork(file, [folder], {
    execArgv: [...execArgv],
    env,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)))
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT)
  try {
    return await new Promise<Differences>((resolve, reject) => {
      child.on('message', (reply: CheckReply) => {
        if ('error' in reply) reject(new Error(reply.error))
        else resolve(reply.differences)
      })
      child.on('error', reject)
      child.on('exit', (code, signal) => {
        reject(new Error(`the process that reads it ended with ${signal ?? `code ${code}`}: ${said.trim()}`))
      })
    })
  } finally {
    clearTimeout(timer)
    if (child.exitCode === null && child.signalCode === null) child.kill()
  }
}
