/**
 * What one training step of a recipe takes, variants of the engine side by side in interleaved rounds.
 *
 *   node --import tsx tests/bench/step.ts [PRESET] [--set field=value]... [--without pass,pass]... [--steps 20]
 *     [--threads N] [--profile] [--json]
 *
 * Every --without is one more variant, which leaves those passes out (and Fourier transforms, by the name `fourier`). Other programs disturb the milliseconds of a step;
 * the processor's time with `--threads 1` (threads that wait for each other spin) is disturbed less. --profile prints
 * ONNX Runtime's own time of each op and of the slowest nodes, of the first variant.
 */
import { parseArgs } from 'node:util'
import { compileOnnx, type OnnxExecutable } from '../../src/core/engine/onnx/executor.ts'
import { randomTensors } from '../../src/core/engine/trace/compare.ts'
import { createNetwork } from '../../src/core/model/network.ts'
import { trainingProgram } from '../../src/core/model/training-program.ts'
import { applyOverrides, presets } from '../../src/core/training/recipes/index.ts'
import { Rng } from '../../src/shared/random.ts'
import { median } from '../../src/shared/statistics.ts'
import { byOp, profileFolder } from './profile.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    set: { type: 'string', multiple: true, default: [] },
    without: { type: 'string', multiple: true, default: [] },
    steps: { type: 'string', default: '20' },
    threads: { type: 'string' },
    profile: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const [preset = 'all-pairs'] = positionals
const recipe = applyOverrides(presets[preset as keyof typeof presets], values.set)
const network = createNetwork(recipe)
const program = trainingProgram(recipe, network)
const inputs = randomTensors(program.inputs, 1)
inputs.images?.data.forEach((v, i, data) => (data[i] = v > 1.2 ? 1 : 0))
inputs.labels?.data.forEach((_, i, data) => (data[i] = recipe.sampler.kind === 'pairs' ? i % 2 : Math.floor(i / 4)))
inputs.rate?.data.fill(0.001)

interface Variant {
  readonly name: string
  readonly executable: OnnxExecutable
  readonly ready: number
  readonly wall: number[]
  readonly cpu: number[]
  readonly losses: number[]
}

const profile = values.profile ? profileFolder() : undefined
const variants: Variant[] = []
for (const without of ['', ...values.without]) {
  const began = performance.now()
  const executable = await compileOnnx(program, 'cpu', {
    ...(values.threads !== undefined && { threads: Number(values.threads) }),
    ...(profile && variants.length === 0 && { profile: profile.prefix }),
    without: without.split(','),
  })
  const ready = performance.now() - began
  await executable.writeState({ ...(await executable.readState()), ...network.init(new Rng(1)) })
  variants.push({ name: without && `without ${without}`, executable, ready, wall: [], cpu: [], losses: [] })
}

for (let step = 0; step < Number(values.steps) + 2; step++) {
  for (const { executable, wall, cpu, losses } of variants) {
    const [start, used] = [performance.now(), process.cpuUsage()]
    const { loss } = await executable.run(inputs)
    const { user, system } = process.cpuUsage(used)
    losses.push(loss?.data[0] as number)
    // The first steps make ONNX Runtime's memory.
    if (step < 2) continue
    wall.push(performance.now() - start)
    cpu.push((user + system) / 1000)
  }
}

const report = variants.map(({ name, executable, ready, wall, cpu, losses }) => ({
  preset,
  variant: name || 'all passes',
  ready,
  wall: { median: median(wall), best: Math.min(...wall) },
  cpu: { median: median(cpu), best: Math.min(...cpu) },
  lastLoss: losses.at(-1),
  choices: executable.choices,
}))
if (values.json) console.log(JSON.stringify(report, undefined, 2))
else
  for (const { variant, ready, wall, cpu, lastLoss } of report)
    console.log(
      `${variant.padEnd(32)} step ${wall.median.toFixed(1)} ms (best ${wall.best.toFixed(1)}), processor ${cpu.median.toFixed(1)} ms (best ${cpu.best.toFixed(1)}), ready in ${ready.toFixed(0)} ms, loss ${lastLoss?.toFixed(5)}`,
    )
if (!values.json) {
  for (const choice of report[0]?.choices ?? []) console.log(choice)
  // Of the whole process: of a variant only where it is alone.
  console.log(`most memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`)
}
if (profile) {
  variants[0]?.executable.endProfiling()
  const times = profile.read()
  const row = (ms: number, what: string) => console.log(`${ms.toFixed(2).padStart(8)}  ${what}`)
  for (const [op, ms, nodes] of byOp(times).slice(0, 25)) row(ms, `${op} (${nodes})`)
  for (const { ms, node, shapes } of times.slice(0, 50)) row(ms, `${node} ${shapes.slice(0, 120)}`)
}
for (const { executable } of variants) await executable.dispose()
