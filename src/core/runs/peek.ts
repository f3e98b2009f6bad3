/** What a list of many runs needs to know of each, read without reading whole files. */
import { open } from 'node:fs/promises'
import { z } from 'zod'
import type { RunPaths } from './layout.ts'

/** A header is a few kilobytes; more than this is not ours. */
const MAX_HEADER_BYTES = 16 * 2 ** 20
/** A line of metrics takes about 250 bytes. */
const TAIL_BYTES = 4096

const headerSchema = z.object({ __metadata__: z.object({ loop: z.string() }) })
const loopSchema = z.object({
  step: z.number(),
  seconds: z.number(),
  best: z.object({ step: z.number(), accuracy: z.number().nullable() }).nullable(),
  ended: z.string().nullable(),
})

export type PeekedLoop = z.infer<typeof loopSchema>

async function readPart(file: string, length: number, from: number | 'end'): Promise<Buffer | undefined> {
  const handle = await open(file, 'r').catch(() => undefined)
  if (!handle) return undefined
  try {
    const { size } = await handle.stat()
    const position = from === 'end' ? Math.max(0, size - length) : from
    const bytes = Buffer.alloc(Math.min(length, Math.max(0, size - position)))
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, position)
    return bytes.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** How far the training of a checkpoint was, from its header alone; undefined where there is none that makes sense. */
export async function peekCheckpoint(file: string): Promise<PeekedLoop | undefined> {
  try {
    const start = await readPart(file, 8, 0)
    if (start?.length !== 8) return undefined
    const length = Number(start.readBigUInt64LE())
    if (length > MAX_HEADER_BYTES) return undefined
    const text = (await readPart(file, length, 8))?.toString()
    const header = headerSchema.parse(JSON.parse(text ?? ''))
    return loopSchema.parse(JSON.parse(header.__metadata__.loop))
  } catch {
    return undefined
  }
}

const lastSchema = z.object({ step: z.number(), time: z.number() })
const stepSchema = z.object({ step: z.number(), loss: z.number().nullable(), spread: z.number().nullish() })

/** Step and seconds of the last whole line of the metrics; undefined where there is none yet. */
export async function peekMetrics({ metrics }: RunPaths): Promise<{ step: number; time: number } | undefined> {
  const text = (await readPart(metrics, TAIL_BYTES, 'end').catch(() => undefined))?.toString() ?? ''
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n')
  for (const line of lines.reverse()) {
    if (line === '') continue
    try {
      return lastSchema.parse(JSON.parse(line))
    } catch {
      return undefined
    }
  }
  return undefined
}

/** The last step on the curve, with how far its codes lay apart; undefined where there is none yet. */
export async function lastStep({
  metrics,
}: RunPaths): Promise<{ step: number; spread?: number | null | undefined } | undefined> {
  const text = (await readPart(metrics, TAIL_BYTES, 'end').catch(() => undefined))?.toString() ?? ''
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n')
  for (const line of lines.reverse()) {
    try {
      return stepSchema.parse(JSON.parse(line))
    } catch {
      // A validation, or the part of a line that the tail begins with.
    }
  }
  return undefined
}
