/** ONNX Runtime's own time per node of a training step: the quickest of many runs, so that other load disturbs little. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface ProfileEvent {
  readonly cat: string
  readonly dur: number
  readonly name: string
  readonly args: Record<string, unknown>
}

/** A node of the graph, its op and shapes, and the milliseconds of its quickest run. */
export interface NodeTime {
  readonly node: string
  readonly op: string
  readonly shapes: string
  readonly ms: number
}

/** Where a profile can be written: the file name's start, and how to read what was written and clear up. */
export function profileFolder(): { prefix: string; read: () => NodeTime[] } {
  const folder = mkdtempSync(join(tmpdir(), 'profile-'))
  const read = () => {
    const [file] = readdirSync(folder)
    const events = JSON.parse(readFileSync(join(folder, file as string), 'utf8')) as ProfileEvent[]
    rmSync(folder, { recursive: true })
    const nodes = new Map<string, NodeTime>()
    for (const { cat, dur, name, args } of events) {
      if (cat !== 'Node' || !name.endsWith('_kernel_time')) continue
      const ms = Math.min(dur / 1000, nodes.get(name)?.ms ?? Infinity)
      const shapes = (args.input_type_shape as Record<string, number[]>[])
        .map((one) => `[${Object.values(one)[0]?.join(',')}]`)
        .join(' ')
      nodes.set(name, { node: name.replace('_kernel_time', ''), op: String(args.op_name), shapes, ms })
    }
    return [...nodes.values()].sort((a, b) => b.ms - a.ms)
  }
  return { prefix: join(folder, 'step'), read }
}

/** Sums by op, largest first. */
export function byOp(times: readonly NodeTime[]): [op: string, ms: number, nodes: number][] {
  const sums = new Map<string, [number, number]>()
  for (const { op, ms } of times) {
    const [sum, count] = sums.get(op) ?? [0, 0]
    sums.set(op, [sum + ms, count + 1])
  }
  return [...sums].map(([op, [ms, count]]): [string, number, number] => [op, ms, count]).sort((a, b) => b[1] - a[1])
}
