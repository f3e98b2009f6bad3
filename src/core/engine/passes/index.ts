/** The passes over a recorded training graph, each by its name, in the order they run in. */
import type { Graph } from '../onnx/graph.ts'
import { channelAffine } from './channel-affine.ts'
import { channelSums } from './channel-sums.ts'
import { rewrite, type Rule } from './rewrite.ts'

const passes = {
  'channel-sums': channelSums,
  'channel-affine': channelAffine,
} satisfies Record<string, (block: number) => Rule>

export type PassName = keyof typeof passes

/** All passes, as they run. */
export const PASS_NAMES = Object.keys(passes) as PassName[]

/** @param block channels in a block of the blocked layout; 0 leaves the graph as it is. @param without passes to leave out */
export function optimise(graph: Graph, block: number, without: readonly string[] = []): Graph {
  if (block === 0) return graph
  return PASS_NAMES.filter((name) => !without.includes(name)).reduce(
    (made, name) => rewrite(made, passes[name](block)),
    graph,
  )
}
