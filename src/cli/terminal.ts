/** The two streams a command writes to, and what they can show. Tests hand in their own. */
import pc from 'picocolors'

type Colours = ReturnType<typeof pc.createColors>

interface Sink {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

export interface Terminal {
  /** Results: what a person or a program asked for. */
  out(line?: string): void
  /** Everything else: warnings, errors, and progress where somebody watches. */
  err(line?: string): void
  /** Writes to stderr as it is, for a line that is written over. */
  raw(text: string): void
  /** Whether somebody watches stderr. */
  readonly isWatched: boolean
  /** Columns of the watched stream. */
  readonly columns: number
  /** Columns to fill with text on stdout: never so many that lines tire. */
  readonly width: number
  /** Colours of stdout and of stderr, each plain where it is no terminal. */
  readonly colours: Colours
  readonly errColours: Colours
}

const MOST_COLUMNS = 100

/** https://no-color.org: any non-empty value; a terminal that says it is dumb shows none either. */
function hasColours(sink: Sink, env: NodeJS.ProcessEnv): boolean {
  if (env['NO_COLOR']) return false
  return Boolean(env['FORCE_COLOR']) || (sink.isTTY === true && env['TERM'] !== 'dumb')
}

export function makeTerminal(stdout: Sink, stderr: Sink, env: NodeJS.ProcessEnv): Terminal {
  return {
    out: (line = '') => void stdout.write(`${line}\n`),
    err: (line = '') => void stderr.write(`${line}\n`),
    raw: (text) => void stderr.write(text),
    isWatched: stderr.isTTY === true && env['TERM'] !== 'dumb',
    get columns() {
      // 0 where a terminal does not tell its size.
      return stderr.columns || 80
    },
    get width() {
      return Math.min(MOST_COLUMNS, stdout.columns || MOST_COLUMNS)
    },
    colours: pc.createColors(hasColours(stdout, env)),
    errColours: pc.createColors(hasColours(stderr, env)),
  }
}

/** The terminal of this process. A reader that has gone (`| head`) is no error of ours. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0)
      throw error
    })
  }
  return makeTerminal(process.stdout, process.stderr, process.env)
}
