/**
 * What may come in from a page. oRPC takes frames as they are: a malformed one becomes an unhandled rejection, which ends a
 * plain Node process. So only calls and cancellations as our own client writes them get through; binary frames and streams
 * from the page are not used, and shut out with the rest.
 */
import { z } from 'zod'

/** Longest text: a recipe and a split of many thousand classes fit. */
const LONGEST = 8 * 1024 * 1024

const callSchema = z.strictObject({
  i: z.string().min(1).max(64),
  p: z.strictObject({
    u: z.string().regex(/^\/[a-zA-Z]+\/[a-zA-Z]+$/),
    b: z.strictObject({ json: z.unknown().optional(), meta: z.array(z.unknown()).optional() }).optional(),
    // A content type would choose how the body is decoded, and a form that cannot be decoded is an unhandled rejection.
    h: z.strictObject({ 'last-event-id': z.string().optional() }).optional(),
  }),
})

const cancelSchema = z.strictObject({ i: z.string().min(1).max(64), t: z.literal(4) })

const frameSchema = z.union([callSchema, cancelSchema])

/** Whether what arrived is a frame that our own client writes. */
export function isFrame(data: unknown): data is string {
  if (typeof data !== 'string' || data.length > LONGEST) return false
  try {
    return frameSchema.safeParse(JSON.parse(data)).success
  } catch {
    return false
  }
}
