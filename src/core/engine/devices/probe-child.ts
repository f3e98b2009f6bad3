/** Entry of the process that tries one device, named by its argument, and answers with one message. */
import { messageOf } from '../../../shared/errors.ts'
import { probe } from './probe.ts'
import { CANDIDATES } from './surroundings.ts'
import type { ProbeAnswer } from './spawn.ts'

async function answer(): Promise<ProbeAnswer> {
  const device = CANDIDATES.find((name) => name === process.argv[2])
  if (!device) return { ok: false, reason: `there is no device called '${process.argv[2]}'` }
  try {
    return { ok: true, ...(await probe(device)) }
  } catch (error) {
    return { ok: false, reason: messageOf(error) }
  }
}

// Drivers leave threads behind that would keep the process.
process.send?.(await answer(), undefined, undefined, () => process.exit(0))
