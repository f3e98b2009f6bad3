import type { TrainingPoint } from '../../../shared/contract/training.ts'

/** Half of the points: of every four in a row the lowest and the highest loss, and the last of all. */
export function thinned(points: readonly TrainingPoint[]): TrainingPoint[] {
  const kept: TrainingPoint[] = []
  for (let start = 0; start < points.length; start += 4) {
    const four = points.slice(start, start + 4)
    const told = four.filter(({ loss }) => loss !== null)
    const of = told.length > 0 ? told : four
    const lowest = of.reduce((best, point) => ((point.loss ?? 0) < (best.loss ?? 0) ? point : best))
    const highest = of.reduce((best, point) => ((point.loss ?? 0) > (best.loss ?? 0) ? point : best))
    const last = points.at(-1)
    kept.push(...four.filter((point) => point === lowest || point === highest || point === last))
  }
  return kept
}
