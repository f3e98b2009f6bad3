/** Maps of a run's embeddings: where the network puts each picture, in two dimensions. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { MAP_METHODS } from '../code-map.ts'
import { SPLIT_PARTS } from '../split.ts'
import { count, procedure, progressSchema, runId, share } from './common.ts'

const part = z.enum(SPLIT_PARTS)

const mapOptionsSchema = z.strictObject({
  method: z.enum(MAP_METHODS),
  neighbours: z.number().int().min(2).max(200),
  minDistance: share,
  seed: count,
})

const ofMap = z.strictObject({
  runId,
  /** Parts of the split that are shown, in any order. */
  parts: z.array(part).min(1),
})

const possibleMapsSchema = z.object({
  parts: z.array(z.object({ part, classes: count, pictures: count })),
  /** 0 where the pictures are in no groups. */
  groups: count,
  /** How often the test classes were used already. */
  uses: count,
})

/** All lists but `classes` go with the points: place i is point i. */
const mapSchema = z.object({
  /** Names its pictures and the network's state. */
  hash: z.string(),
  /** Source of the pictures (see `pictureUrl`), and the number of each there. */
  source: z.string(),
  pictures: z.array(count),
  paths: z.array(z.string()),
  classes: z.array(z.object({ name: z.string(), group: z.string().nullable(), part })),
  classOf: z.array(count),
  /** x and y of each, [count, 2]. */
  points: z.instanceof(Float32Array),
  /** How many pictures there are; where that is more than points, these were drawn by lot. */
  total: count,
  metric: z.enum(['cosine', 'euclidean']),
  /** How neighbours are measured; smaller = more alike. */
  head: z.enum(['cosine', 'euclidean', 'l1', 'subtract']),
  /** Share of the variance each axis holds; null for UMAP. */
  shares: z.tuple([share, share]).nullable(),
  /** Principal components that stood for longer codes, and the share of the variance they hold. */
  reduced: z.object({ components: count, share }).nullable(),
})

const MAP_DOING = ['opening', 'reading', 'embedding', 'components', 'neighbours', 'layout'] as const

const mapEventSchema = z.discriminatedUnion('kind', [
  progressSchema.extend({ doing: z.enum(MAP_DOING) }),
  z.object({ kind: z.literal('done'), map: mapSchema }),
  /** It was not made before, and should not be now. */
  z.object({ kind: z.literal('none') }),
])

export const embeddings = {
  possible: procedure.input(z.strictObject({ runId })).output(possibleMapsSchema),
  /** The map as it was kept, or made now; where `make` is false, only a kept one. Showing test classes is noted as a use. */
  map: procedure
    .input(ofMap.extend({ options: mapOptionsSchema, make: z.boolean() }))
    .output(eventIterator(mapEventSchema)),
  /** Nearest others of a point in the space of the codes, nearest first. */
  neighbours: procedure
    .input(ofMap.extend({ hash: z.string(), point: count, count: z.number().int().min(1).max(500) }))
    .output(z.array(z.object({ point: count, distance: z.number() }))),
}

export type PossibleMaps = z.infer<typeof possibleMapsSchema>
export type EmbeddingMap = z.infer<typeof mapSchema>
export type MapEvent = z.infer<typeof mapEventSchema>
