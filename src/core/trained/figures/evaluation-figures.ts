/** The figures that may stand beside an evaluation in the terminal, by the same functions that the page asks. */
import { UserError } from '../../../shared/errors.ts'
import type { AccuracyCurveFigure, CurveBaselines, HeldOut, VerificationFigure } from '../../../shared/figures.ts'
import type { ProtocolChoice } from '../choose-protocol.ts'
import type { RunCodesOptions } from '../run-codes.ts'
import { describeConfusion, OpenTrials } from '../trials/index.ts'
import type { DescribedConfusion } from '../trials/index.ts'
import type { BaselinesCall } from './curve-baselines.ts'
import { RunFigures } from './run-figures.ts'

export interface WantedFigures {
  readonly curve?: boolean
  readonly verification?: boolean
  readonly confusion?: boolean
  /** Compares every pair, up to 20 million of either kind. */
  readonly allPairs?: boolean
}

/** A curve with what it must beat, on its own trials. */
export interface CurveBeside extends AccuracyCurveFigure {
  readonly baselines: CurveBaselines
}

export interface EvaluationFigures {
  /** One for each number of shots that the classes allow. */
  readonly curve?: readonly CurveBeside[]
  readonly verification?: VerificationFigure
  readonly confusion?: DescribedConfusion
}

/** Shots of the curves, besides the one asked for. */
const SHOTS = [1, 2, 3, 5, 10]
/** Pairs of either kind that a computer's memory still holds with ease. */
const MOST_PAIRS = 20_000_000

type Options = Omit<RunCodesOptions, 'others' | 'onProgress'> & ProtocolChoice & Pick<BaselinesCall, 'onProgress'>

/** @throws UserError `evaluate/figures-of-published` where there are no classes to draw from */
function classesOf({ protocol }: Options): HeldOut | undefined {
  if (protocol?.startsWith('lake:')) {
    throw new UserError(
      'evaluate/figures-of-published',
      'The published runs are trials, not classes: no curve and no pairs can be drawn from them.',
      { subject: 'protocol', next: 'Leave out --protocol, or --curve and --verification.' },
    )
  }
  return protocol === 'validation' ? 'validation' : undefined
}

async function curvesOf(figures: RunFigures, options: Options): Promise<CurveBeside[]> {
  const { shot = 1, trials, seed, withinGroup, acrossDrawer, signal, onProgress } = options
  const call = { ...(signal && { signal }), ...(onProgress && { onProgress }) }
  const rules = {
    ...{ classes: classesOf(options), trials, seed, withinGroup, acrossDrawer },
  }
  const asked = Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined))
  const found: CurveBeside[] = []
  for (const each of [...new Set([...SHOTS, shot])].sort((a, b) => a - b)) {
    try {
      const choice = { ...asked, shot: each }
      const curve = await figures.curve(choice, call)
      found.push({ ...curve, baselines: await figures.curveBaselines(choice, call) })
    } catch (error) {
      // More shots than the classes have pictures for end the table; what was asked for is refused.
      const isTooMany = error instanceof UserError && error.code === 'protocol/way'
      if (!isTooMany || each === shot || found.length === 0) throw error
    }
  }
  return found
}

/**
 * Figures of a run beside an evaluation that is kept in it.
 * @param id name of the evaluation, for its confusions
 * @throws UserError as `RunFigures` and `OpenTrials`
 */
export async function evaluationFigures(
  runDir: string,
  id: string,
  wanted: WantedFigures,
  options: Options,
): Promise<EvaluationFigures> {
  const needsCodes = wanted.curve === true || wanted.verification === true
  const classes = needsCodes ? classesOf(options) : undefined
  const figures = needsCodes ? await RunFigures.open(runDir, { ...options, others: true }) : undefined
  const curve = figures && wanted.curve ? { curve: await curvesOf(figures, options) } : {}
  const pairs = {
    ...(classes === undefined ? {} : { classes }),
    ...(wanted.allPairs ? { limit: MOST_PAIRS } : {}),
  }
  const verification = figures && wanted.verification ? { verification: await figures.verification(pairs) } : {}
  const confusion = wanted.confusion
    ? { confusion: describeConfusion(await OpenTrials.open(runDir, id, options.cacheDir)) }
    : {}
  return { ...curve, ...verification, ...confusion }
}
