/** What trying the devices found, kept in a file as long as nothing it depends on has another version. */
import { readFile } from 'node:fs/promises'
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { saidSchema } from '../../../shared/said.ts'
import { sha256, writeWhole } from '../../dataset/cache-folder.ts'
import type { DeviceInfo } from './info.ts'
import { CANDIDATES, type Surroundings } from './surroundings.ts'

/** Goes up when what is measured changes. */
const MEASUREMENT = 2

const schema = z.array(
  z.object({
    name: z.enum(CANDIDATES),
    available: z.boolean(),
    reason: saidSchema.exactOptional(),
    version: z.string().exactOptional(),
    stepMs: z.number().positive().exactOptional(),
  }),
)

const fileOf = (folder: string, { versions }: Surroundings) =>
  join(folder, 'devices', `${sha256(JSON.stringify([MEASUREMENT, versions])).slice(0, 16)}.json`)

export async function readDevices(folder: string, around: Surroundings): Promise<DeviceInfo[] | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(fileOf(folder, around), 'utf8')))
  } catch {
    // Absent, or not as we write it: then they are tried again.
    return undefined
  }
}

export async function keepDevices(folder: string, around: Surroundings, devices: readonly DeviceInfo[]): Promise<void> {
  try {
    await writeWhole(fileOf(folder, around), (fd) => void writeSync(fd, JSON.stringify(devices, null, 2)))
  } catch {
    // A cache that cannot be written costs only time.
  }
}
