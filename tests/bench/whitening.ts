/** Time of fitting the whitening head: 200 classes x 7 pictures x 1280 features; `npx tsx tests/bench/whitening.ts`. */
import { fitWhitening } from '../../src/core/model/whitening/index.ts'
import { Rng } from '../../src/shared/random.ts'

const rng = new Rng(1)
const [classes, each, size] = [200, 7, 1280]
const features = Float32Array.from({ length: classes * each * size }, () => Math.max(0, rng.normal()))
const labels = Int32Array.from({ length: classes * each }, (_, i) => Math.floor(i / each))
for (const shrinkage of [0.5, null, null]) {
  const [start, cpu] = [performance.now(), process.cpuUsage()]
  const fitted = fitWhitening(features, size, labels, { shrinkage })
  const seconds = ((performance.now() - start) / 1000).toFixed(2)
  const busy = (process.cpuUsage(cpu).user / 1e6).toFixed(2)
  console.log(`shrinkage ${shrinkage ?? `chosen (${fitted.shrinkage})`}: ${seconds} s, ${busy} s of processor time`)
}
