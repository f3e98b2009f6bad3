import { knownDevices, quickest } from '../../core/engine/index.ts'
import type { DeviceInfo } from '../../core/engine/index.ts'
import type { Task } from './task.ts'

export interface DevicesInput {
  /** Measures again. */
  readonly fresh: boolean
  readonly cacheDir?: string
}

export interface DevicesResult {
  readonly devices: readonly DeviceInfo[]
  /** What `auto` takes. */
  readonly chosen: string
}

export const devices: Task<DevicesInput, DevicesResult> = async ({ fresh, ...options }) => {
  const known = await knownDevices(fresh, options)
  return { devices: known, chosen: quickest(known)?.name ?? 'cpu' }
}
