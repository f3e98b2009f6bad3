/** Tries a device in a child process, so that a driver that crashes or hangs costs nothing but the try. */
import { fork } from 'node:child_process'
import { z } from 'zod'
import { processEntry } from '../../program-files.ts'
import type { ProcessEntry } from '../../program-files.ts'
import type { Said } from '../../../shared/said.ts'
import { plainMessage } from '../device-trouble.ts'
import { explained } from './explain.ts'
import type { Candidate } from './surroundings.ts'

const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), version: z.string(), stepMs: z.number().positive() }),
  z.object({ ok: z.literal(false), reason: z.string() }),
])

export type ProbeAnswer = z.infer<typeof answerSchema>
type Measured = Extract<ProbeAnswer, { ok: true }>

/** `lasting` is false where another try may end otherwise: what crashed or hung may have been out of luck. */
export type ProbeResult = (Measured | { readonly ok: false; readonly reason: Said }) & { readonly lasting: boolean }

const TIMEOUT_MS = 60_000
const LONGEST_REASON = 240
/** What would change how the child starts. */
const NOT_INHERITED = ['NODE_OPTIONS', 'NODE_V8_COVERAGE', 'VITEST']

/** What a message means; one line a person can read where that is not known, for it may be a page. */
function because(message: string): Said {
  const line = plainMessage(message)
  const known = explained(line)
  return known.text === line && line.length > LONGEST_REASON
    ? explained(`${line.slice(0, LONGEST_REASON - 1)}…`)
    : known
}

export interface ProbeSettings {
  readonly entry?: ProcessEntry
  readonly timeoutMs?: number
  /** Beside what it inherits. */
  readonly env?: NodeJS.ProcessEnv
}

export function probeInChild(
  device: Candidate,
  {
    entry = processEntry('engine-probe', 'core/engine/devices/probe-child.ts'),
    timeoutMs = TIMEOUT_MS,
    env: more = {},
  }: ProbeSettings = {},
): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name))
    const child = fork(entry.file, [device], {
      execArgv: [...entry.execArgv],
      env: { ...Object.fromEntries(inherited), ...more },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let lastWords = ''
    let settled = false
    const settle = (result: ProbeResult) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      child.kill('SIGKILL')
      resolve(result)
    }
    const fail = (message: string, lasting: boolean) => settle({ ok: false, reason: because(message), lasting })
    const seconds = timeoutMs / 1000
    const silent: Said = { code: 'device/silent', values: { seconds }, text: `it did not answer within ${seconds} s` }
    const timer = setTimeout(() => settle({ ok: false, reason: silent, lasting: false }), timeoutMs)

    child.stderr?.on('data', (text: Buffer) => (lastWords = (lastWords + text.toString()).slice(-2000)))
    child.on('message', (message) => {
      const answer = answerSchema.safeParse(message)
      if (!answer.success) fail('the process that tried it answered with something unknown', false)
      else if (answer.data.ok) settle({ ...answer.data, lasting: true })
      else fail(answer.data.reason, true)
    })
    child.on('error', (error) => fail(`the process that tries it could not be started: ${error.message}`, false))
    // 'close' comes after everything it has said.
    child.on('close', (code, signal) => {
      const said = lastWords.trim().split('\n').at(-1)
      fail(`the process that tried it ended with ${signal ?? `code ${code}`}${said ? `: ${said}` : ''}`, false)
    })
  })
}
