/** Figures of a run from its codes: each picture passes through the network once, whatever is asked afterwards. */
import { createHash } from 'node:crypto'
import type { Codes, PairScore } from '../../../shared/evaluation.ts'
import type { AccuracyCurveFigure, CurveBaselines, HeldOut, VerificationFigure } from '../../../shared/figures.ts'
import { accuracyCurve, curveTrials, verify, widestWays } from '../../evaluation/index.ts'
import type { DrawOptions } from '../../evaluation/index.ts'
import { noteTestLook, noteTestUse } from '../../runs/index.ts'
import { rulesToldBy } from '../rules.ts'
import { RunCodes } from '../run-codes.ts'
import type { RunCodesCall, RunCodesOptions } from '../run-codes.ts'
import { CurveBaselineMaker } from './curve-baselines.ts'
import type { BaselinesCall } from './curve-baselines.ts'
import { heldOut } from './held-out.ts'
import type { HeldOutClasses } from './held-out.ts'

/** Which trials a curve stands on. */
export interface CurveChoice {
  /** @default test classes, else validation classes */
  readonly classes?: HeldOut
  /** @default 1 */
  readonly shot?: number
  /** @default 1000 */
  readonly trials?: number
  /** @default the recipe's */
  readonly seed?: number
  /** @default as the recipe validates, where the data tell */
  readonly withinGroup?: boolean
  readonly acrossDrawer?: boolean
}

/** Which pairs are judged. */
export interface VerificationChoice {
  /** @default test classes, else validation classes */
  readonly classes?: HeldOut
  /** Most pairs of either kind. @default 1000000 */
  readonly limit?: number
  /** Impostor pairs only within a group. @default false */
  readonly withinGroup?: boolean
}

/** Curves kept: every stop of the sliders for two or three draws. */
const MOST_CURVES = 40

/** Accuracy curves and verification of one run, from codes that are held as long as it is. */
export class RunFigures {
  private readonly opened: RunCodes
  private held: { readonly codes: Codes; readonly score: PairScore } | undefined
  /** Classes whose codes are held. */
  private readonly embedded = new Set<number>()
  /** The last codes being made: two askers must not make the same ones side by side. */
  private making: Promise<unknown> = Promise.resolve()
  private readonly curves = new Map<string, AccuracyCurveFigure>()
  private readonly widest = new Map<string, readonly number[]>()
  private readonly looks = new Set<string>()
  private readonly baselineMaker: CurveBaselineMaker

  private constructor(opened: RunCodes, options: RunCodesOptions) {
    this.opened = opened
    this.baselineMaker = new CurveBaselineMaker(opened, options)
  }

  /** @throws UserError as `RunCodes.open` */
  static async open(runDir: string, options: RunCodesOptions = {}): Promise<RunFigures> {
    return new RunFigures(await RunCodes.open(runDir, options), options)
  }

  /**
   * Accuracy at every way from 2 to the widest the classes allow, at most 50. The first look at a draw of test classes is
   * noted in the run.
   * @throws UserError `evaluate/…`, `protocol/…`, `engine/…`
   */
  async curve(choice: CurveChoice = {}, call: RunCodesCall = {}): Promise<AccuracyCurveFigure> {
    const { kind, draw } = this.drawOf(choice)
    const { shot, trials, seed, withinGroup, acrossDrawer } = draw
    const key = JSON.stringify([kind, trials, { shot, seed, withinGroup, acrossDrawer }])
    const known = this.curves.get(key)
    if (known) return known
    const { codes, score } = await this.codesOf(draw.classes, call)
    const made = accuracyCurve({ ...draw, widest: this.widestOf(draw), codes, score })
    const figure = { ...made, classes: kind }
    this.curves.set(key, figure)
    for (const old of [...this.curves.keys()].slice(0, -MOST_CURVES)) this.curves.delete(old)
    await this.note(kind, `curve ${JSON.stringify([seed, withinGroup, acrossDrawer])}`, {
      name: `accuracy against ways, ${made.protocol.name}`,
      hash: figure.protocol.hash,
    })
    return figure
  }

  /**
   * What that curve must beat, on the same trials. The first time the untrained network embeds the classes' pictures.
   * @throws UserError as `curve`, which is made too where it was not
   */
  async curveBaselines(choice: CurveChoice = {}, call: BaselinesCall = {}): Promise<CurveBaselines> {
    const { hash } = (await this.curve(choice, call)).protocol
    const { draw } = this.drawOf(choice)
    const protocols = curveTrials({ ...draw, widest: this.widestOf(draw) })
    return this.baselineMaker.measure({ hash, protocols }, draw.classes, call)
  }

  /** A choice with what the run says where it says nothing. */
  private drawOf(choice: CurveChoice): { kind: HeldOutClasses['kind']; draw: DrawOptions } {
    const { dataset, run } = this.opened
    const { recipe } = run.record
    const told = rulesToldBy(dataset, recipe.validation)
    const { shot = 1, trials = 1000, seed = recipe.seed } = choice
    const { withinGroup = told.withinGroup, acrossDrawer = told.acrossDrawer } = choice
    const { kind, classes, name: which } = heldOut(this.opened, choice.classes)
    const of = kind === 'all' ? {} : { part: kind }
    return { kind, draw: { dataset, classes, ...of, shot, trials, seed, withinGroup, acrossDrawer, which } }
  }

  private widestOf(draw: DrawOptions): readonly number[] {
    const { which, shot, withinGroup, acrossDrawer } = draw
    const key = JSON.stringify([which, shot, withinGroup, acrossDrawer])
    const widest = this.widest.get(key) ?? widestWays(draw)
    this.widest.set(key, widest)
    return widest
  }

  /**
   * ROC, equal error rate and true accepts of the classes' pairs. On test classes the thresholds are chosen on the validation
   * classes, where the run has some. As they show the same whenever they are asked for, they count as one look in all.
   * @throws UserError `evaluate/…`, `engine/…`
   */
  async verification(choice: VerificationChoice = {}, call: RunCodesCall = {}): Promise<VerificationFigure> {
    const { dataset, split, run } = this.opened
    const { limit, withinGroup = false } = choice
    const { kind, classes, name: which } = heldOut(this.opened, choice.classes)
    const thresholdClasses = kind === 'test' ? split.validation : []
    const { codes, score } = await this.codesOf([...classes, ...thresholdClasses], call)
    const { seed } = run.record.recipe
    const result = verify({
      dataset,
      codes,
      score,
      classes,
      thresholdClasses,
      seed,
      withinGroup,
      ...(limit === undefined ? {} : { limit }),
    })
    const name = `verification, ${which}${withinGroup ? ', impostors within group' : ''}`
    const names = classes.map((index) => dataset.classes[index]?.name)
    const hash = createHash('sha256')
      .update(JSON.stringify([name, names]))
      .digest('hex')
    if (kind === 'test') await noteTestLook(run.paths, { name, hash })
    return { ...result, classes: kind, withinGroup, metric: score.kind }
  }

  /** Codes of classes, from memory where they were asked for before. */
  private codesOf(classes: readonly number[], call: RunCodesCall): Promise<{ codes: Codes; score: PairScore }> {
    const make = async () => {
      call.signal?.throwIfAborted()
      if (this.held && classes.every((index) => this.embedded.has(index))) return this.held
      const wanted = [...new Set([...this.embedded, ...classes])]
      this.held = await this.opened.of(this.opened.picturesOf(wanted), call)
      for (const index of classes) this.embedded.add(index)
      return this.held
    }
    const made = this.making.then(make, make)
    this.making = made.catch(() => undefined)
    return made
  }

  /** Notes a look at the run's own test classes, each draw once: the same one again tells nothing new. */
  private async note(kind: HeldOutClasses['kind'], look: string, use: { name: string; hash: string }): Promise<void> {
    if (kind !== 'test' || this.looks.has(look)) return
    this.looks.add(look)
    await noteTestUse(this.opened.run.paths, use)
  }
}
