/** Protocols as files: shared between runs, given away and taken from elsewhere. */
import { z } from 'zod'
import { LONGEST_PROTOCOL } from './saved-protocol.ts'
import { count, nothing, procedure, runId } from './common.ts'

/** SHA-256 over a protocol's trials. */
const protocolHash = z.string().regex(/^[0-9a-f]{64}$/, 'not the hash of a protocol')

const savedProtocolSchema = z.object({
  hash: protocolHash,
  name: z.string(),
  way: count,
  shot: count,
  /** What it was made for. */
  dataset: z.object({ name: z.string(), hash: z.string() }),
  /** Whether it came from a file. */
  imported: z.boolean(),
  /** Runs that were evaluated on it. */
  runs: z.array(z.string()),
})

/** What a protocol means for a run: trials that show classes of each part of its split. */
const inspectedProtocolSchema = z.object({
  hash: protocolHash,
  name: z.string(),
  way: count,
  shot: count,
  trials: count,
  parts: z.object({ test: count, validation: count, training: count }),
})

const one = z.strictObject({ runId, hash: protocolHash })

export const protocols = {
  /** Those a run could be asked: of runs on the same pictures, and from files. */
  list: procedure.input(z.strictObject({ runId })).output(z.array(savedProtocolSchema)),
  /** Refused with the names of both data sets where its pictures are not the run's. */
  inspect: procedure.input(one).output(inspectedProtocolSchema),
  /** Takes the text of a file and keeps it for all runs. `source` is what the person calls the file. */
  import: procedure
    .input(z.strictObject({ runId, source: z.string().max(1000), text: z.string().max(LONGEST_PROTOCOL) }))
    .output(inspectedProtocolSchema),
  /** The file of a protocol, to be saved elsewhere. */
  text: procedure.input(one).output(z.string()),
  /** Forgets one that came from a file; runs that were evaluated on it keep theirs. */
  forget: procedure.input(z.strictObject({ hash: protocolHash })).output(nothing),
}

export type SavedProtocol = z.infer<typeof savedProtocolSchema>
export type InspectedProtocol = z.infer<typeof inspectedProtocolSchema>
