/**
 * The article's step beside Keras': the same network, data and first weights, in turns within one run.
 *
 *   node --import tsx tests/bench/article-keras.ts PYTHON [--pairs 8] [--rounds 5] [--steps 3]
 *
 * PYTHON is the interpreter of an environment with TensorFlow (`pip install tensorflow-cpu`). Prints the losses of both
 * and fails when they differ by more than 0.1 % within the first steps, then the times and their ratio.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { compile, type HostTensor } from '../../src/core/engine/index.ts'
import { createNetwork } from '../../src/core/model/network.ts'
import { trainingProgram } from '../../src/core/model/training-program.ts'
import { applyOverrides, presets } from '../../src/core/training/recipes/index.ts'
import { Rng } from '../../src/shared/random.ts'
import { median } from '../../src/shared/statistics.ts'

const TOLERANCE = 1e-3
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '5' },
    steps: { type: 'string', default: '3' },
  },
})
const [python = 'python3'] = positionals
const pairs = Number(values.pairs)
const steps = Number(values.steps)

const recipe = applyOverrides(presets.article, [`sampler.pairs=${pairs}`])
const network = createNetwork(recipe)
const program = trainingProgram(recipe, network)
const start = network.init(new Rng(1, 'init'))
const rng = new Rng(1, 'pictures')
const images = Float32Array.from({ length: 2 * pairs * 100 * 100 * 3 }, () => rng.next())
const labels = Int32Array.from({ length: pairs }, (_, i) => (i < pairs / 2 ? 0 : 1))

const folder = mkdtempSync(join(tmpdir(), 'article-keras-'))
const tensors: Record<string, readonly number[]> = {}
function write(name: string, shape: readonly number[], data: Float32Array | Int32Array): void {
  tensors[name] = shape
  writeFileSync(join(folder, `${name}.f32`), new Uint8Array(Float32Array.from(data).buffer))
}
for (const [name, { shape, data }] of Object.entries(start)) {
  const file = name.startsWith('head/')
    ? `head.${/weight|kernel/.test(name) ? 'kernel' : 'bias'}`
    : name.replace('/', '.')
  write(file, shape, data)
}
write('images', [2 * pairs, 100, 100, 3], images)
write('labels', [pairs], labels)
const { filters, kernels } = recipe.encoder as { filters: number[]; kernels: number[] }
const l2 = recipe.loss.kind === 'bce' ? recipe.loss.l2 : 0
writeFileSync(join(folder, 'meta.json'), JSON.stringify({ tensors, filters, kernels, l2, rate: recipe.optimiser.rate }))

interface Round {
  readonly losses: number[]
  readonly seconds: number
}
const child = spawn(python, [new URL('article_keras.py', import.meta.url).pathname, folder], {
  stdio: ['pipe', 'pipe', 'inherit'],
})
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
const answer = async () => JSON.parse((await lines.next()).value as string) as Round
const ready = (await answer()) as unknown as { parameters: number }

const ours = await compile(program, 'cpu')
await ours.writeState({ ...(await ours.readState()), ...start })
const tensor = (shape: number[], data: Float32Array | Int32Array, dtype: 'float32' | 'int32'): HostTensor => ({
  shape,
  dtype,
  data,
})
const inputs = {
  images: tensor([2 * pairs, 100, 100, 3], images, 'float32'),
  labels: tensor([pairs], labels, 'int32'),
  rate: tensor([], Float32Array.of(recipe.optimiser.rate), 'float32'),
}
async function runOurs(): Promise<Round> {
  const losses: number[] = []
  const began = performance.now()
  for (let i = 0; i < steps; i++) losses.push((await ours.run(inputs)).loss?.data[0] as number)
  return { losses, seconds: (performance.now() - began) / 1000 }
}
async function runKeras(): Promise<Round> {
  child.stdin.write(`${steps}\n`)
  return answer()
}

const rounds: { ours: Round; keras: Round }[] = []
for (let i = 0; i < Number(values.rounds); i++) rounds.push({ ours: await runOurs(), keras: await runKeras() })
child.stdin.end()
await ours.dispose()
rmSync(folder, { recursive: true })

const first = rounds[0] as (typeof rounds)[0]
const worst = Math.max(...first.ours.losses.map((loss, i) => Math.abs(loss - (first.keras.losses[i] as number)) / loss))
const show = (losses: number[]) => losses.map((loss) => loss.toFixed(5)).join('  ')
console.log(`parameters  Keras ${ready.parameters}`)
console.log(`losses      ours  ${show(first.ours.losses)}\n            Keras ${show(first.keras.losses)}`)
console.log(`difference  ${worst.toExponential(1)} relative (allowed ${TOLERANCE})`)
const ms = (side: 'ours' | 'keras') => median(rounds.map((round) => (round[side].seconds / steps) * 1000))
const ratios = rounds.map(({ ours: a, keras: b }) => a.seconds / b.seconds)
console.log(
  `step        ours ${ms('ours').toFixed(0)} ms, Keras ${ms('keras').toFixed(0)} ms (medians of ${rounds.length} rounds)`,
)
console.log(
  `ratio       ours / Keras ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
)
if (!(worst <= TOLERANCE)) process.exitCode = 1
