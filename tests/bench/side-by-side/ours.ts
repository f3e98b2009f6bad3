/** Our side of the comparison: the same protocol of lines as contestant.py. */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { compile, floatTensor, loadBackbone } from '../../../src/core/engine/index.ts'
import type { DeviceName, HostTensorMap } from '../../../src/core/engine/index.ts'
import { createNetwork } from '../../../src/core/model/network.ts'
import { encodeProgram, trainingProgram } from '../../../src/core/model/training-program.ts'
import { applyOverrides, presets } from '../../../src/core/training/recipes/index.ts'
import { Rng } from '../../../src/shared/random.ts'
import type { Case } from './contest.ts'

const device = (process.argv[2] ?? 'cpu') as DeviceName

function recipeOf({ network, batch, size: [height, width, channels] }: Case) {
  const input = [`input.width=${width}`, `input.height=${height}`, `input.channels=${channels}`]
  if (network === 'article') return applyOverrides(presets.article, [...input, `sampler.pairs=${batch / 2}`])
  const alone = ['encoder.members=1', 'encoder.filters=[64,64,64,64]', `sampler.classes=${batch / 4}`]
  return applyOverrides(presets['all-pairs'], [...input, ...alone])
}

/** A function that runs one step. */
async function build(task: Case): Promise<() => Promise<unknown>> {
  const { batch, size } = task
  if (task.network === 'lite0') {
    const backbone = await loadBackbone('efficientnet-lite0', device)
    const pixels = Uint8Array.from({ length: batch * size[0] * size[1] * size[2] }, (_, i) => (i * 37) % 256)
    return () => backbone.extract(pixels, batch)
  }
  const rng = new Rng(1, 'pictures')
  const images = floatTensor(
    [batch, ...size],
    Float32Array.from({ length: batch * size[0] * size[1] * size[2] }, () => rng.next()),
  )
  const recipe = recipeOf(task)
  const network = createNetwork(recipe)
  const start = network.init(new Rng(1, 'init'))
  if (task.kind === 'forward') {
    // Recorded for its batch, as NetworkEmbedder does for long lists.
    const program = { ...encodeProgram(recipe, network, batch), batchIsFree: false }
    const frozen: HostTensorMap = Object.fromEntries(Object.keys(program.state).map((name) => [name, start[name]!]))
    const encoder = await compile(program, device, { frozen })
    return () => encoder.run({ images })
  }
  const program = trainingProgram(recipe, network)
  const trainer = await compile(program, device)
  await trainer.writeState({ ...(await trainer.readState()), ...start })
  const count = program.inputs.labels?.shape[0] ?? 0
  const label = (i: number) => (task.network === 'article' ? Number(i >= count / 2) : Math.floor(i / 4))
  const labels = {
    shape: [count],
    dtype: 'int32' as const,
    data: Int32Array.from({ length: count }, (_, i) => label(i)),
  }
  const rate = floatTensor([], Float32Array.of(recipe.optimiser.rate))
  return () => trainer.run({ images, labels, rate })
}

/** Most memory this process ever held, bytes. */
const peak = () => process.resourceUsage().maxRSS * 1024
const version = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version

let step: (() => Promise<unknown>) | undefined
for await (const line of createInterface({ input: process.stdin })) {
  const said = JSON.parse(line) as Case | { readonly steps: number }
  const begin = performance.now()
  const before = process.cpuUsage()
  if ('network' in said) {
    step = await build(said)
    await step()
    console.log(JSON.stringify({ ready: (performance.now() - begin) / 1000, version: `Oneshot Studio ${version}` }))
  } else if (step) {
    for (let i = 0; i < said.steps; i++) await step()
    const { user, system } = process.cpuUsage(before)
    console.log(
      JSON.stringify({ seconds: (performance.now() - begin) / 1000, cpu: (user + system) / 1e6, peak: peak() }),
    )
  }
}
