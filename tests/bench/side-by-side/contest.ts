/** One case, several programs: each a process of its own, asked in turn, so that all meet the same noise. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import path from 'node:path'
import { build } from 'vite'

/** What all programs compute; see cases.json. */
export interface Case {
  readonly kind: 'train' | 'forward'
  readonly network: 'article' | 'conv4' | 'lite0'
  /** Pictures. */
  readonly batch: number
  /** Height, width, channels. */
  readonly size: readonly [number, number, number]
}

export interface Contestant {
  readonly name: string
  readonly command: readonly string[]
}

export interface Round {
  readonly seconds: number
  /** Of all threads. */
  readonly cpu: number
  /** Most memory so far, bytes. */
  readonly peak: number
}

export interface Outcome {
  readonly name: string
  readonly version: string
  /** Seconds until the first step was done. */
  readonly ready: number
  readonly rounds: readonly Round[]
}

const HERE = import.meta.dirname

const BUILT = path.resolve('.cache/bench-ours')

/** Our side as the app runs it: built, so that what turns TypeScript into JavaScript is not in its memory. */
async function buildOurs(): Promise<string> {
  const output = { entryFileNames: 'ours.mjs' }
  await build({
    configFile: false,
    logLevel: 'error',
    build: { ssr: path.join(HERE, 'ours.ts'), outDir: BUILT, emptyOutDir: true, rolldownOptions: { output } },
  })
  return path.join(BUILT, 'ours.mjs')
}

/** Our side, and the Python sides that an interpreter can run. */
export async function contestants(python: string, device = 'cpu'): Promise<Contestant[]> {
  return [
    { name: 'ours', command: [process.execPath, await buildOurs(), device] },
    { name: 'Keras', command: [python, path.join(HERE, 'with_keras.py')] },
    { name: 'PyTorch', command: [python, path.join(HERE, 'with_torch.py')] },
  ]
}

class Running {
  readonly name: string
  private readonly child
  private readonly lines

  constructor({ name, command: [program = '', ...args] }: Contestant) {
    this.name = name
    this.child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]()
  }

  /** @returns undefined where the program ended instead of answering */
  async ask<Answer>(line: unknown): Promise<Answer | undefined> {
    this.child.stdin.write(`${JSON.stringify(line)}\n`)
    const answer = await this.lines.next()
    return answer.done ? undefined : (JSON.parse(answer.value) as Answer)
  }

  end(): void {
    this.child.stdin.end()
  }
}

/**
 * Gets all ready, then lets each run some steps in turn, round by round; the first round is not counted.
 * @param budget seconds that a round of one program may take, about
 */
export async function contest(task: Case, who: readonly Contestant[], rounds: number, budget = 2): Promise<Outcome[]> {
  const found: {
    running: Running
    steps: number
    outcome: { name: string; version: string; ready: number; rounds: Round[] }
  }[] = []
  try {
    for (const contestant of who) {
      const running = new Running(contestant)
      const ready = await running.ask<{ ready: number; version: string }>(task)
      if (!ready) continue
      found.push({ running, steps: 1, outcome: { name: contestant.name, ...ready, rounds: [] } })
    }
    for (let round = 0; round <= rounds; round++) {
      for (const each of found) {
        const took = await each.running.ask<Round>({ steps: each.steps })
        if (!took) throw new Error(`${each.outcome.name} ended early`)
        if (round > 0) each.outcome.rounds.push(scaled(took, each.steps))
        else each.steps = Math.max(1, Math.round(budget / took.seconds))
      }
    }
  } finally {
    for (const { running } of found) running.end()
  }
  return found.map(({ outcome }) => outcome)
}

const scaled = ({ seconds, cpu, peak }: Round, steps: number): Round => ({
  seconds: seconds / steps,
  cpu: cpu / steps,
  peak,
})
