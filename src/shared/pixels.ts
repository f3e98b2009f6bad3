/** Pixels on their way between processes and to a page. */
import { z } from 'zod'

/** Pixels to be painted: uint8 [height, width, channels], 1 grey or 3 colour channels, 0 black. */
export const pixelsSchema = z.object({
  width: z.number().int().min(1),
  height: z.number().int().min(1),
  channels: z.union([z.literal(1), z.literal(3)]),
  data: z.instanceof(Uint8Array),
})

export type Pixels = z.infer<typeof pixelsSchema>
