/** The training loop: step, look, validate, save, until the budget is spent or the person says so. */
import { setImmediate } from 'node:timers/promises'
import { smoothLoss } from '../../../shared/statistics.ts'
import { throttle } from '../../../shared/throttle.ts'
import type { DoneEvent, EndReason, TrainingEvent, TrainingPoint } from '../../../shared/training.ts'
import type { HostTensorMap } from '../../engine/index.ts'
import { floatTensor, intTensor, isDeviceError } from '../../engine/index.ts'
import { rateAt } from '../../model/optimisers/index.ts'
import { finite, MetricsWriter } from '../../runs/index.ts'
import type { LoopState } from '../checkpoint/index.ts'
import { saveCheckpoint } from '../checkpoint/index.ts'
import type { Batch } from '../pipeline/index.ts'
import { Budget } from './budget.ts'
import { Health } from './health.ts'
import type { Finding, StepFigures } from './health.ts'
import type { LoopOptions } from './loop-options.ts'
import { Meter } from './meter.ts'

/** Milliseconds between two progress events. */
const PROGRESS_EVERY = 100
/** Steps before the waiting share means anything: the first batches are always waited for. */
const SETTLED = 100

const now = () => performance.now() / 1000

/** One training from its first step, or from a checkpoint, to its end. */
export class TrainingLoop {
  private readonly options: LoopOptions
  private readonly budget: Budget
  private readonly health: Health
  private readonly meter = new Meter()
  private readonly mayReport = throttle(PROGRESS_EVERY)
  private state: LoopState
  private metrics!: MetricsWriter
  /** Clock time at which the training would have begun had it never been paused or interrupted. */
  private origin: number
  private rate = 0
  /** Steps not told of yet. */
  private points: TrainingPoint[] = []
  private accuracy: number | null = null
  private validatedAt = -1
  private savedAt = -1
  private validationSeconds = 0
  private checkpointSeconds = 0

  constructor(options: LoopOptions) {
    this.options = options
    this.budget = new Budget(options.recipe.budget)
    this.state = options.initial
    this.health = new Health(options.recipe, options.codes, options.initial.health)
    this.origin = now() - options.initial.seconds - (options.warmUpSeconds ?? 0)
    this.savedAt = options.initial.step
  }

  /**
   * Trains to the end. The caller has cut `metrics.jsonl` at the initial step.
   * @throws UserError `files/…` when the run's folder cannot be written
   */
  async run(): Promise<DoneEvent> {
    this.metrics = await MetricsWriter.open(this.options.paths.metrics)
    try {
      const reason = await this.steps()
      if (this.points.length > 0) this.report()
      await this.finish(reason)
      const { step, seconds, best } = this.state
      const kept = best === null ? null : { step: best.step, accuracy: best.accuracy }
      return { kind: 'done', reason, step, seconds, best: kept }
    } catch (error) {
      // A device that failed in a step may still give its state back: then no step is lost.
      if (isDeviceError(error) && this.state.step > this.savedAt) await this.save('last').catch(() => undefined)
      throw error
    } finally {
      await this.metrics.close()
    }
  }

  private async steps(): Promise<EndReason> {
    const { control, recipe } = this.options
    this.emit({ kind: 'phase', phase: 'training', done: null, total: null })
    for (;;) {
      if (control.isPaused) await this.pause()
      if (control.order !== 'go') return control.order === 'stop' ? 'stopped' : 'cancelled'
      if (this.budget.isOver(this.state.step, this.elapsed())) return 'budget'
      if (!(await this.step())) return 'diverged'
      const { step } = this.state
      if (step % recipe.validation.every === 0) {
        await this.validate()
        const { patience } = recipe.validation
        if (patience !== null && this.state.stale >= patience) return 'early-stop'
      }
      if (step % recipe.checkpointEvery === 0) await this.save('last')
      // Messages (pause, stop) and prepared batches arrive between two steps, also where the device never lets go.
      await setImmediate()
    }
  }

  /** Whether the step went well. */
  private async step(): Promise<boolean> {
    const { recipe, batches } = this.options
    const begin = now()
    const batch = await batches.next(this.state.step)
    const waited = now() - begin
    const schedule = this.budget.schedule(this.state.step, this.elapsed(), recipe.schedule.warmup)
    this.rate = rateAt(recipe.schedule, recipe.optimiser, schedule)
    const outputs = await this.options.executable.run(this.inputs(batch))
    const end = now()
    await this.options.watch?.look(batch, outputs, this.options.executable)
    batches.release(batch)
    this.meter.add({ end, pictures: batch.count, seconds: end - begin, waited })
    this.budget.measured(this.meter.stepSeconds, this.validationSeconds + this.checkpointSeconds)

    const value = (name: string) => outputs[name]?.data[0] ?? NaN
    const [loss, same, different, spread, gradientNorm] = ['loss', 'same', 'different', 'spread', 'gradientNorm'].map(
      value,
    ) as [number, number, number, number, number]
    const smoothedLoss = smoothLoss(this.state.smoothedLoss, loss, this.state.step + 1)
    const seconds = this.elapsed()
    this.state = { ...this.state, step: this.state.step + 1, seconds, smoothedLoss }
    const point = {
      step: this.state.step,
      loss: finite(loss),
      rate: finite(this.rate),
      same: finite(same),
      different: finite(different),
    }
    this.points.push({ ...point, smoothedLoss })
    await this.metrics.append({
      ...point,
      time: Number(seconds.toFixed(3)),
      picturesPerSecond: finite(Number(this.meter.picturesPerSecond.toFixed(1))),
      spread: finite(spread),
      gradientNorm: finite(gradientNorm),
    })
    return this.judge({ loss, smoothedLoss, same, different, spread, gradientNorm })
  }

  private inputs(batch: Batch): HostTensorMap {
    const { inputs } = this.options.executable.program
    return {
      images: floatTensor(inputs.images?.shape ?? [], batch.images),
      labels: intTensor(inputs.labels?.shape ?? [], batch.labels),
      rate: floatTensor([], Float32Array.of(this.rate)),
    }
  }

  private judge(figures: StepFigures): boolean {
    const diverged = Health.diverged(figures)
    if (diverged) {
      this.warn(diverged)
      return false
    }
    this.warn(this.health.afterStep(figures))
    if (this.mayReport()) {
      if (this.state.step - this.options.initial.step > SETTLED) this.warn(this.health.waiting(this.meter.waitingShare))
      this.report()
    }
    this.state = { ...this.state, health: this.health.state }
    return true
  }

  private async validate(): Promise<void> {
    const { validator, executable } = this.options
    if (!validator || this.validatedAt === this.state.step) return
    const begin = now()
    if (this.points.length > 0) this.report()
    this.emit({ kind: 'phase', phase: 'validating', done: null, total: null })
    const state = await executable.readState()
    const { accuracy, interval, chance, trials } = await validator.validate(state)
    const { best: before, step } = this.state
    const isBest = before === null || accuracy > (before.accuracy ?? -1)
    this.warn(this.health.afterValidation(interval[1], before?.low ?? null))
    this.accuracy = accuracy
    this.validatedAt = step
    this.validationSeconds = now() - begin
    this.state = {
      ...this.state,
      seconds: this.elapsed(),
      health: this.health.state,
      best: isBest ? { step, accuracy, low: interval[0] } : before,
      stale: isBest ? 0 : this.state.stale + 1,
    }
    const { seconds } = this.state
    const { way, shot, protocol } = validator
    const figures = {
      accuracy,
      interval: [...interval] as [number, number],
      chance,
      way,
      shot,
      trials,
      protocol,
      best: isBest,
    }
    await this.metrics.append({ step, time: Number(seconds.toFixed(3)), ...figures })
    this.emit({ kind: 'validation', step, seconds, ...figures })
    if (isBest) await this.save('best', state)
    this.emit({ kind: 'phase', phase: 'training', done: null, total: null })
  }

  private async save(name: 'last' | 'best', state?: HostTensorMap): Promise<void> {
    const { recipe, dataset, paths, executable } = this.options
    const begin = now()
    // The curve up to here must be on the disk before the checkpoint that follows it.
    await this.metrics.flush()
    const seconds = this.elapsed()
    this.state = { ...this.state, seconds }
    const held = state ?? (await executable.readState())
    await saveCheckpoint(paths[name], { recipe, dataset, loop: this.state, state: held })
    this.checkpointSeconds = now() - begin
    if (name === 'last') this.savedAt = this.state.step
    this.emit({ kind: 'checkpoint', step: this.state.step, name })
  }

  private async finish(reason: EndReason): Promise<void> {
    this.state = { ...this.state, seconds: this.elapsed() }
    if (reason === 'diverged' || reason === 'cancelled') return
    if (reason === 'budget') await this.validate()
    const ended = reason === 'stopped' ? null : reason
    const step = this.state.step
    // Where nothing was validated, the last state is the one to use.
    const keepsLast = (this.state.best?.accuracy ?? null) === null
    if (keepsLast) this.state = { ...this.state, best: { step, accuracy: null, low: null } }
    this.state = { ...this.state, ended }
    if (keepsLast) await this.save('best')
    await this.save('last')
  }

  private async pause(): Promise<void> {
    const begin = now()
    if (this.points.length > 0) this.report()
    if (this.savedAt !== this.state.step) await this.save('last')
    this.emit({ kind: 'phase', phase: 'paused', done: null, total: null })
    await this.options.control.released()
    // The time of the pause is not training time.
    this.origin += now() - begin
    this.emit({ kind: 'phase', phase: 'training', done: null, total: null })
  }

  private elapsed(): number {
    return now() - this.origin
  }

  /** Progress, with every step since the last one. */
  private report(): void {
    const { step, seconds, smoothedLoss } = this.state
    const { points } = this
    this.points = []
    this.emit({
      kind: 'progress',
      step,
      totalSteps: this.budget.totalSteps(step, seconds),
      loss: points.at(-1)?.loss ?? null,
      smoothedLoss,
      rate: this.rate,
      picturesPerSecond: this.meter.picturesPerSecond,
      seconds,
      secondsLeft: this.budget.secondsLeft(step, seconds),
      waitingShare: this.meter.waitingShare,
      accuracy: this.accuracy,
      points,
    })
  }

  private warn(finding: Finding | undefined): void {
    if (finding) this.emit({ kind: 'warning', step: this.state.step, ...finding })
  }

  private emit(event: TrainingEvent): void {
    this.options.onEvent(event)
  }
}
