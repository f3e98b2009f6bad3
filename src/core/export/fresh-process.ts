/** Has an export checked by a process that shares nothing with the one that wrote it. */
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Differences } from './types.ts'

/** Milliseconds after which the process is given up. */
const LIMIT = 10 * 60_000
/** Settings of this process that would change how another starts. */
const NOT_INHERITED = ['NODE_OPTIONS', 'NODE_CHANNEL_FD', 'NODE_V8_COVERAGE', 'VITEST']

/** What the process answers. */
export type CheckReply = { readonly differences: Differences } | { readonly error: string }

/** From source through tsx; in a build the bundled entry lies beside the caller's bundle, or one folder up. */
function entry(): { file: string; execArgv: string[] } {
  if (import.meta.url.endsWith('.ts')) {
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
    const file = fileURLToPath(new URL('../../worker/check-export.ts', import.meta.url))
    return { file, execArgv: ['--import', tsx] }
  }
  const places = ['./', '../worker/', '../../worker/'].map(
    (place) => new URL(`${place}check-export.js`, import.meta.url),
  )
  const found = places.map((url) => fileURLToPath(url)).find((file) => existsSync(file))
  if (found === undefined) throw new Error('the build has no worker/check-export.js')
  return { file: found, execArgv: [] }
}

/** @throws Error with what the process said when it could not read the export */
export async function checkInFreshProcess(folder: string): Promise<Differences> {
  const { file, execArgv } = entry()
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name)))
  const child = fork(file, [folder], {
    execArgv,
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
