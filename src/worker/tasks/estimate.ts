import { chooseDevice } from '../../core/engine/index.ts'
import { estimateCost } from '../../core/planning/estimate.ts'
import type { Cost, CostOptions } from '../../core/planning/estimate.ts'
import type { Task } from './task.ts'

export interface EstimateInput extends Omit<CostOptions, 'device' | 'signal'> {
  /** `auto`, or the name of a device. */
  readonly device: string
}

export const estimate: Task<EstimateInput, Cost> = async ({ device, ...options }, { signal }) => {
  const chosen = await chooseDevice(device, options)
  signal.throwIfAborted()
  return estimateCost({ ...options, device: chosen.device, signal })
}
