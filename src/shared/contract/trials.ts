/** One trial under the magnifying glass, and all of them in a file. The list itself is in `evaluations`. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { SPLIT_PARTS } from '../split.ts'
import { count, pictureRefSchema, pixelsSchema, procedure, runId } from './common.ts'
import { evaluationId } from './evaluations.ts'

const ofEvaluation = z.strictObject({ runId, id: evaluationId })
/** `redraw` 0 is the trial itself. */
const ofTrial = ofEvaluation.extend({ trial: count, redraw: count.max(1_000_000) })

/** Which part of the run's split; null where the pictures are not the run's own. */
const part = z.enum(SPLIT_PARTS).nullable()

const neighbourSchema = z.object({
  /** From 1. */
  rank: count,
  picture: pictureRefSchema,
  distance: z.number(),
  /** Whether it is of the query's class. */
  own: z.boolean(),
  part,
  /** Of which class of this trial it is a support, if of any. */
  supportOf: z.enum(['truth', 'chosen', 'other']).nullable(),
})

const neighbourhoodSchema = z.object({
  /** Nearest first. */
  found: z.array(neighbourSchema),
  /** Pictures that were ranked; the query's own file never is. */
  searched: count,
  /** Pictures there are, and how many of them have no code yet. */
  total: count,
  missing: count,
  /** Left out because the test classes are set aside. */
  setAside: count,
  part,
  /** Where the pictures of the query's class rank (the first few hundred), and how many there are. */
  ownRanks: z.array(count),
  own: count,
  truthRank: count.nullable(),
  chosenRank: count.nullable(),
})

const neighboursEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), doing: z.enum(['reading', 'embedding']), done: count, total: count }),
  z.object({ kind: z.literal('done'), neighbourhood: neighbourhoodSchema }),
])

const changes = z.instanceof(Float32Array)
const ways = z.array(z.number().int())

/** Row by row: how a distance changes with that position covered (NaN: not asked yet), and which way is nearest then. */
const occlusionMapsSchema = z.object({
  cells: count,
  /** Side of a patch as a share of the picture's. */
  patch: z.number(),
  query: z.object({ toTruth: changes, toRival: changes }),
  truth: changes,
  rival: changes,
  nearest: z.object({ query: ways, truth: ways, rival: ways }),
})

const occludedSchema = z.object({ way: count, distance: z.number(), support: count, pixels: pixelsSchema })

/** What is covered: pictures as the network sees them. */
const occlusionSubjectSchema = z.object({
  /** Colour of the patch: that of the picture's edge, or its mean. */
  colour: z.enum(['edge', 'mean']),
  query: pixelsSchema,
  truth: occludedSchema,
  /** The nearest wrong class: the chosen one where the trial is wrong. */
  rival: occludedSchema,
})

const OCCLUSION_GRIDS = ['coarse', 'fine'] as const

const occlusionEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('subject'), subject: occlusionSubjectSchema }),
  z.object({ kind: z.literal('maps'), done: count, total: count, maps: occlusionMapsSchema }),
  z.object({ kind: z.literal('done'), maps: occlusionMapsSchema }),
])

export const trials = {
  /** All trials as JSON text, with the files, classes and distances of their ways. */
  json: procedure.input(ofEvaluation).output(z.string()),
  /**
   * Pictures nearest to the query: of the classes held out together with its own (`part`) or of the whole data set. `make`
   * embeds first what has no code yet; otherwise that is left out.
   */
  neighbours: procedure
    .input(
      ofTrial.extend({
        scope: z.enum(['part', 'all']),
        limit: z.number().int().min(1).max(1000),
        make: z.boolean(),
      }),
    )
    .output(eventIterator(neighboursEventSchema)),
  /** What, when covered, changes the distance of query and supports. `support` is which one of each class is covered. */
  occlusion: procedure
    .input(ofTrial.extend({ grid: z.enum(OCCLUSION_GRIDS), support: count }))
    .output(eventIterator(occlusionEventSchema)),
}

export type Neighbour = z.infer<typeof neighbourSchema>
export type Neighbourhood = z.infer<typeof neighbourhoodSchema>
export type NeighboursEvent = z.infer<typeof neighboursEventSchema>
export type OcclusionMaps = z.infer<typeof occlusionMapsSchema>
export type OcclusionSubject = z.infer<typeof occlusionSubjectSchema>
export type OcclusionEvent = z.infer<typeof occlusionEventSchema>
export type OcclusionGrid = (typeof OCCLUSION_GRIDS)[number]
