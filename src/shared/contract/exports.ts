/** Exports of a trained run, each checked by reading it back in a fresh process. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { count, procedure, runId } from './common.ts'

const EXPORT_FORMATS = ['onnx', 'tfjs'] as const
const EXPORT_STAGES = ['opening', 'building', 'writing', 'checking'] as const

const exportedSchema = z.object({
  format: z.enum(EXPORT_FORMATS),
  out: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: count })),
  /** Largest difference between the run's codes and what the export gives in a fresh process. */
  difference: z.number().nullable(),
  golden: count,
  snippets: z.array(z.object({ language: z.enum(['node', 'browser', 'python']), code: z.string() })),
})

const exportEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stage'), stage: z.enum(EXPORT_STAGES) }),
  z.object({ kind: z.literal('done'), exported: exportedSchema }),
])

export const exports_ = {
  /** `out` null writes to `exports/<format>` in the run's folder, numbered where that is taken. */
  run: procedure
    .input(z.strictObject({ runId, format: z.enum(EXPORT_FORMATS), fold: z.boolean(), out: z.string().nullable() }))
    .output(eventIterator(exportEventSchema)),
}

export type Exported = z.infer<typeof exportedSchema>
export type ExportEvent = z.infer<typeof exportEventSchema>
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
export type ExportStage = (typeof EXPORT_STAGES)[number]
