/** Entry of the process that reads an export back: `check-export FOLDER`, answers with one message. */
import { measureExport } from '../core/export/measure.ts'
import type { CheckReply } from '../core/export/fresh-process.ts'
import { messageOf } from '../shared/errors.ts'

const reply: CheckReply = await measureExport(process.argv[2] ?? '').then(
  (differences) => ({ differences }),
  (error: unknown) => ({ error: messageOf(error) }),
)
process.send?.(reply, undefined, undefined, () => process.exit(0))
