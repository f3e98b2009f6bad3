/** Shapes of several encoders side by side; known without any engine. */
import type { SpecMap } from '../../engine/program.ts'
import type { LayerInfo, Layout } from './encoder.ts'

/** Start of the names of a member's tensors. @param member from 0 */
export const prefixOf = (member: number) => `member${member + 1}/`

/** The same entries under other names. */
export function renamed<T>(values: Record<string, T>, rename: (name: string) => string): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [rename(name), value]))
}

/** Shapes of `members` encoders side by side; one alone keeps its names. */
export function ensembleLayout<T extends Layout>(layout: T, members: number): Layout {
  if (members === 1) return layout
  const repeat = (specs: SpecMap): SpecMap =>
    Object.assign({}, ...Array.from({ length: members }, (_, m) => renamed(specs, (name) => prefixOf(m) + name)))
  const layers = Array.from({ length: members }, (_, m) =>
    layout.layers.map((layer): LayerInfo => ({ ...layer, name: prefixOf(m) + layer.name })),
  ).flat()
  return {
    parameters: repeat(layout.parameters),
    buffers: repeat(layout.buffers),
    codes: layout.codes * members,
    layers,
  }
}
