/** What a protocol's file says about itself, without reading its trials. */
import { open } from 'node:fs/promises'
import { z } from 'zod'

/** A header takes some hundred bytes, longer only by the names in it. */
const HEADER_BYTES = 8192

const headerSchema = z.object({
  format: z.literal('oneshot-protocol'),
  name: z.string().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  way: z.number().int(),
  shot: z.number().int(),
  dataset: z.object({ name: z.string(), hash: z.string() }),
})

export type ProtocolHeader = Omit<z.infer<typeof headerSchema>, 'format'>

/**
 * Name, hash and kind of a stored protocol. What it says is not checked against its trials: whoever uses them does that.
 * @returns undefined where the file is none of ours, or was written by something else
 */
export async function readProtocolHeader(file: string): Promise<ProtocolHeader | undefined> {
  const handle = await open(file, 'r').catch(() => undefined)
  if (!handle) return undefined
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0)
    const start = buffer.toString('utf8', 0, bytesRead)
    const end = start.indexOf(',"pictures":[')
    if (end < 0) return undefined
    const { format: _, ...header } = headerSchema.parse(JSON.parse(`${start.slice(0, end)}}`))
    return header
  } catch {
    return undefined
  } finally {
    await handle.close()
  }
}
