import type { AskedMap } from '../../stores/mapping.ts'

/** What decides a map, as text: two that are asked for in the same words are one. */
export function mapKey({ runId, parts, options }: AskedMap): string {
  const { method, neighbours, minDistance, seed } = options
  const umap = method === 'umap' ? [neighbours, minDistance, seed] : []
  return JSON.stringify([runId, [...parts].sort(), method, ...umap])
}
