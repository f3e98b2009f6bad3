/** Where benchmarks are written, and what every one of them needs. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

const FILE = 'docs/benchmarks.md'
const INTRODUCTION = `# Benchmarks

Written by \`npm run bench\`; CONTRIBUTING.md says how to run it. Every table is of one run in which the programs took turns, and
figures are medians; between runs and machines only ratios can be compared.
`

/** The machine in a line. */
export function machine(): string {
  const [first] = cpus()
  const wide = existsSync('/proc/cpuinfo') && readFileSync('/proc/cpuinfo', 'utf8').includes('avx512f')
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} x ${first?.model.trim() ?? 'unknown'}${wide ? ' (AVX-512)' : ''}, ${memory} GiB, Node ${process.version}, ${process.platform} ${process.arch}`
}

/** Replaces a part's section, or adds it at the end. */
export function writeSection(name: string, text: string): void {
  const before = existsSync(FILE) ? readFileSync(FILE, 'utf8') : INTRODUCTION
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const date = new Date().toISOString().slice(0, 10)
  const section = `${start}\n\n${text.trim()}\n\n${date}, ${machine()}\n\n${end}`
  const from = before.indexOf(start)
  const to = before.indexOf(end)
  const after =
    from >= 0 && to > from
      ? before.slice(0, from) + section + before.slice(to + end.length)
      : `${before.trimEnd()}\n\n${section}\n`
  writeFileSync(FILE, after)
}

/** A Markdown table. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Runs a program to its end. @returns what it printed @throws Error when it fails */
export async function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], env })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`)
  return Buffer.concat(chunks).toString()
}

/** A benchmark of its own as a section: what it printed, and the command. */
export async function printed(title: string, args: readonly string[]): Promise<string> {
  const text = await run(process.execPath, ['--import', 'tsx', ...args])
  return `## ${title}\n\n\`\`\`\n$ node --import tsx ${args.join(' ')}\n${text.trimEnd()}\n\`\`\``
}
