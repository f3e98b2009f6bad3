/** From accuracy curves to lines of a chart. */
import type { CurveBaselines, CurveFigure } from '../../../../shared/contract/figures.ts'
import type { Band, Level, Series } from '../../../components/charts/series.ts'

export interface CurveWords {
  readonly accuracy: string
  readonly chance: string
  readonly interval: string
  readonly pixels: string
  readonly hausdorff: string
  readonly untrained: string
  /** The point chosen: `20-way 1-shot`. */
  readonly chosen: string
}

/** The point of a curve at a way; undefined where its trials have fewer classes. */
export function pointAt({ points }: CurveFigure, way: number): CurveFigure['points'][number] | undefined {
  return points.find((point) => point.way === way)
}

const COLOUR = '--data-blue'

/** Of the baselines, as they are listed: told apart by their dashes as well. */
export const LOOKS = [
  { name: 'untrained', colour: '--data-purple', dashed: [8, 4] },
  { name: 'hausdorff', colour: '--data-orange', dashed: [14, 3] },
  { name: 'pixels', colour: '--data-green', dashed: [8, 3, 2, 3] },
] as const

type Point = CurveFigure['points'][number]

function lineOf(points: readonly Point[], x: readonly number[], words: CurveWords, dots: boolean) {
  const accuracy: Series = {
    isQuiet: true,
    label: words.accuracy,
    x,
    y: points.map((p) => p.accuracy),
    colour: COLOUR,
    points: dots,
  }
  const band: Band = {
    label: words.interval,
    x,
    low: points.map(({ interval }) => interval[0]),
    high: points.map(({ interval }) => interval[1]),
    colour: COLOUR,
  }
  return { accuracy, band }
}

const chosenAt = (x: number, point: Point, words: CurveWords): Series => {
  return { label: words.chosen, x: [x], y: [point.accuracy], colour: '--data-orange', marker: 'rectRot' }
}

function baselineLine(
  { name, ...look }: (typeof LOOKS)[number],
  points: readonly Point[],
  x: number[],
  words: CurveWords,
) {
  return { ...look, label: words[name], x, y: points.map(({ accuracy }) => accuracy), isQuiet: true } satisfies Series
}

/** Accuracy against ways, with what must be beaten: chance, which falls as well, and the baselines once they are there. */
export function alongWays(
  curve: CurveFigure,
  way: number,
  words: CurveWords,
  baselines: CurveBaselines | null = null,
): { series: Series[]; band: Band } {
  const { points } = curve
  const x = points.map((point) => point.way)
  const { accuracy, band } = lineOf(points, x, words, false)
  const chance: Series = {
    label: words.chance,
    x,
    y: points.map((point) => point.chance),
    colour: '--data-grey',
    dashed: [2, 3],
    isQuiet: true,
  }
  const others = LOOKS.flatMap((look) => {
    const found = baselines?.[look.name]
    return found
      ? [
          baselineLine(
            look,
            found,
            found.map((each) => each.way),
            words,
          ),
        ]
      : []
  })
  const chosen = pointAt(curve, way)
  return { series: [...(chosen ? [chosenAt(way, chosen, words)] : []), accuracy, ...others, chance], band }
}

/** Accuracy at one way against shots, as far as the curves are there, and what must be beaten as far as it was measured. */
export function alongShots(
  curves: ReadonlyMap<number, CurveFigure>,
  way: number,
  shot: number,
  words: CurveWords,
  baselines: ReadonlyMap<number, CurveBaselines> = new Map(),
): { series: Series[]; band: Band; chance: Level } {
  const found = [...curves.values()]
    .sort((a, b) => a.shot - b.shot)
    .flatMap((curve) => {
      const point = pointAt(curve, way)
      return point ? [{ shot: curve.shot, point }] : []
    })
  const points = found.map(({ point }) => point)
  const x = found.map((each) => each.shot)
  const { accuracy, band } = lineOf(points, x, words, true)
  const chosen = found.find((each) => each.shot === shot)
  const others = LOOKS.flatMap((look) => {
    const measured = x.flatMap((each) => {
      const point = baselines.get(each)?.[look.name]?.find((one) => one.way === way)
      return point ? [{ shot: each, point }] : []
    })
    const of = measured.map(({ point }) => point)
    const at = measured.map((each) => each.shot)
    return of.length > 0 ? [{ ...baselineLine(look, of, at, words), points: true }] : []
  })
  const series = [...(chosen ? [chosenAt(shot, chosen.point, words)] : []), accuracy, ...others]
  return { series, band, chance: { label: words.chance, y: 1 / way } }
}
