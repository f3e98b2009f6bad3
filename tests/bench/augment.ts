/** Time of augmenting one batch on this machine: `npx tsx tests/bench/augment.ts`. */
import { augmentBatch } from '../../src/core/training/augment/index.ts'
import { presets } from '../../src/core/training/recipes/index.ts'

const CASES = [
  { count: 128, height: 35, width: 35, channels: 1, limit: 5 },
  { count: 128, height: 100, width: 100, channels: 3, limit: 60 },
] as const

for (const { limit, ...size } of CASES) {
  const total = size.count * size.height * size.width * size.channels
  const pixels = Uint8Array.from({ length: total }, (_, i) => (i * 7919) % 256)
  const out = new Float32Array(total)
  const spec = { ...presets['all-pairs'].augment, colour: size.channels === 3 ? 0.2 : 0 }
  const rotations = Uint8Array.from({ length: size.count }, (_, i) => i % 4)
  const times: number[] = []
  for (let step = 0; step < 60; step++) {
    const start = performance.now()
    augmentBatch({ pixels, ...size }, { spec, invert: size.channels === 1, seed: 1, step, rotations }, out)
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  const [least = 0] = times
  const median = (times[30] ?? 0).toFixed(2)
  console.log(
    `${size.count} x ${size.height}x${size.width}x${size.channels}: median ${median} ms, least ${least.toFixed(2)} ms (meant to be under ${limit})`,
  )
}
