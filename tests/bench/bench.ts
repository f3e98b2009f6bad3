/**
 * All benchmarks by one command, written to docs/benchmarks.md:
 *
 *   npm run bench -- [PART]... [--python PYTHON] [--setup] [--rounds N] [--no-write]
 *
 * Parts: steps, growth, accuracy, decode, trials, figures, loop (default: all). PYTHON is the interpreter of an environment with
 * tensorflow-cpu, torch, timm, pillow and numpy; `--setup` makes one in `.cache/bench` (about 4 GB), and without parts does no
 * more. What Python lacks is left out and said. Timings are ratios of medians of interleaved rounds: run it on a machine that
 * does nothing else.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { PARTS } from './parts/index.ts'
import type { PartName } from './parts/index.ts'
import { machine, run, writeSection } from './report.ts'

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  allowNegative: true,
  options: {
    python: { type: 'string' },
    setup: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    write: { type: 'boolean', default: true },
  },
})

const OWN = path.resolve('.cache/bench')
const OWN_PYTHON = path.join(OWN, 'bin/python')
const PACKAGES = ['tensorflow-cpu==2.21.0', 'torch==2.15.0', 'timm', 'pillow', 'numpy']

async function setUp(): Promise<void> {
  await run('python3', ['-m', 'venv', OWN])
  await run(OWN_PYTHON, ['-m', 'pip', 'install', '--quiet', ...PACKAGES])
}

if (values.setup) await setUp()
const python = values.python ?? (existsSync(OWN_PYTHON) ? OWN_PYTHON : 'python3')
const unknown = positionals.filter((name) => !(name in PARTS))
if (unknown.length > 0) {
  console.error(`There is no part '${unknown.join("', '")}'. Parts: ${Object.keys(PARTS).join(', ')}.`)
  process.exit(2)
}
const chosen = (positionals.length > 0 ? positionals : values.setup ? [] : Object.keys(PARTS)) as PartName[]
console.log(machine())
for (const name of chosen) {
  console.log(`\n== ${name}`)
  const text = await PARTS[name]({ python, rounds: Number(values.rounds) })
  console.log(text)
  if (values.write) writeSection(name, text)
}
