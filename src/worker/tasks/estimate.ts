import { estimateCost } from '../../core/planning/estimate.ts'
import type { Cost, CostOptions } from '../../core/planning/estimate.ts'
import type { Task } from './task.ts'

export type EstimateInput = Omit<CostOptions, 'signal'>

export const estimate: Task<EstimateInput, Cost> = (options, { signal }) => estimateCost({ ...options, signal })
