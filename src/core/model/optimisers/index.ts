import type { OptimiserSpec } from '../../../shared/recipe.ts'
import { adam } from './adam.ts'
import type { Optimiser } from './optimiser.ts'
import { sgd } from './sgd.ts'

export { rateAt } from './schedule.ts'

/** The optimiser of a recipe; its state begins with zeros. */
export function createOptimiser(spec: OptimiserSpec): Optimiser {
  return spec.kind === 'sgd' ? sgd(spec) : adam(spec)
}
