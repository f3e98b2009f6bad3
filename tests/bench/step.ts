/**
 * Milliseconds of one training step of a preset on a device: `node --import tsx tests/bench/step.ts [PRESET] [STEPS] [field=value]...`.
 * With PROFILE=1, ONNX Runtime's own time per kind of op as well.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { compileOnnx } from '../../src/core/engine/onnx/executor.ts'
import { randomTensors } from '../../src/core/engine/trace/compare.ts'
import { createNetwork } from '../../src/core/model/network.ts'
import { trainingProgram } from '../../src/core/model/training-program.ts'
import { applyOverrides, presets } from '../../src/core/training/recipes/index.ts'
import { Rng } from '../../src/shared/random.ts'

const [preset = 'all-pairs', count = '20', ...overrides] = process.argv.slice(2)
const recipe = applyOverrides(presets[preset as keyof typeof presets], overrides)
const network = createNetwork(recipe)
const program = trainingProgram(recipe, network)
const began = performance.now()
const profile = process.env.PROFILE === '1'
const executable = await compileOnnx(program, 'cpu', profile ? { profile: '/tmp/step-profile' } : {})
console.log(`ready in ${(performance.now() - began).toFixed(0)} ms`)
const state = await executable.readState()
await executable.writeState({ ...state, ...network.init(new Rng(1)) })
const inputs = randomTensors(program.inputs, 1)
inputs.images?.data.forEach((v, i, data) => (data[i] = v > 1.2 ? 1 : 0))
inputs.labels?.data.forEach((_, i, data) => (data[i] = recipe.sampler.kind === 'pairs' ? i % 2 : Math.floor(i / 4)))
inputs.rate?.data.fill(0.001)
const times: number[] = []
for (let i = 0; i < Number(count); i++) {
  const start = performance.now()
  const { loss } = await executable.run(inputs)
  times.push(performance.now() - start)
  if (i % 10 === 0) console.log(i, 'loss', loss?.data[0])
}
times.sort((a, b) => a - b)
console.log(`median ${times[times.length >> 1]?.toFixed(1)} ms, best ${times[0]?.toFixed(1)} ms`)
if (profile) {
  executable.endProfiling()
  const file = readdirSync('/tmp')
    .filter((name) => name.startsWith('step-profile'))
    .map((name) => `/tmp/${name}`)[0] as string
  const events = JSON.parse(readFileSync(file, 'utf8')) as {
    cat: string
    dur: number
    name: string
    args: Record<string, unknown>
  }[]
  const by = new Map<string, { time: number; shapes: string }>()
  for (const { cat, dur, name, args } of events) {
    if (cat !== 'Node' || !name.endsWith('_kernel_time')) continue
    const key =
      process.env.PROFILE_NODES === '1'
        ? `${name} ${JSON.stringify(args.input_type_shape)}`.slice(0, 150)
        : String(args.op_name)
    const entry = by.get(key) ?? { time: 0, shapes: '' }
    entry.time += dur
    by.set(key, entry)
  }
  const rows = [...by].sort((a, b) => b[1].time - a[1].time).slice(0, 40)
  for (const [key, { time }] of rows) console.log((time / 1000 / Number(count)).toFixed(2).padStart(8), key)
  rmSync(file)
}
