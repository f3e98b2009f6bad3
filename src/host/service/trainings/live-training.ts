/** One training under way, and those who watch it. */
import type {
  PairsSnapshot,
  TrainingPoint,
  TrainingState,
  TrainingUpdate,
  ValidationPoint,
} from '../../../shared/contract/training.ts'
import { UserError } from '../../../shared/errors.ts'
import { failureOf } from '../../../shared/failure.ts'
import type { SupervisorEvent } from '../../supervisor.ts'
import type { TrainingHandle } from '../../training.ts'
import { conflated, Mailbox } from './mailbox.ts'
import { thinned } from './thin-points.ts'
import { isOver, reduce, startingState } from './training-state.ts'
import type { TrainingInput } from './training-state.ts'

/** Milliseconds between two updates to one watcher: drawing more often takes more from the training than the eye gains. */
const EVERY = 200
/** Milliseconds between two looks at pairs, which come seldom: at the beat at which a page shows its words anew. */
const PAIRS_EVERY = 1000
/** Points that wait for a watcher who does not keep up; beyond, every second one goes. */
const MOST_WAITING = 4000

interface Watcher {
  readonly mailbox: Mailbox
  points: TrainingPoint[]
  validations: ValidationPoint[]
}

export class LiveTraining {
  state: TrainingState
  private readonly onChange: () => void
  private readonly watchers = new Set<Watcher>()
  private readonly pairWatchers = new Set<Mailbox>()
  private pairs: PairsSnapshot | undefined
  private handle: TrainingHandle | undefined
  private order: 'pause' | 'resume' | 'stop' | 'cancel' | undefined

  /** @param onChange called when its state has changed */
  constructor(runId: string, onChange: () => void) {
    this.state = startingState(runId)
    this.onChange = onChange
  }

  get isOver(): boolean {
    return isOver(this.state)
  }

  /** Takes over what was started; its end arrives in the state. */
  follow(handle: TrainingHandle): void {
    this.handle = handle
    if (this.order) this.pass(this.order)
    if (this.pairWatchers.size > 0) handle.watchPairs(true)
    handle.finished.catch((error: unknown) => this.fail(error))
  }

  hear(event: SupervisorEvent): void {
    if (event.kind === 'progress') for (const watcher of this.watchers) this.post(watcher, event.points)
    if (event.kind === 'validation') {
      const { step, accuracy, interval, chance, way, shot, trials, best } = event
      for (const watcher of this.watchers) {
        watcher.validations.push({ step, accuracy, interval, chance, way, shot, trials, best })
      }
    }
    if (event.kind === 'pairs') {
      this.pairs = { step: event.step, pairs: event.pairs }
      for (const mailbox of this.pairWatchers) mailbox.notify()
    }
    this.apply(event)
  }

  /** It did not come to its end. */
  fail(error: unknown): void {
    const isGone = error instanceof UserError && error.code === 'training/process-died'
    if (isGone && (this.order === 'stop' || this.order === 'cancel')) {
      // It was asked to end and did, only without a last word.
      const { step, seconds, best } = this.state
      this.apply({ kind: 'done', reason: 'cancelled', step, seconds, best })
      return
    }
    const { code, message, next, subject, user, variant, values } = failureOf(error)
    const hint = user ? next : 'This is a mistake in the program: please report it, with the log of the run.'
    this.apply({
      kind: 'failed',
      error: {
        code,
        message,
        next: hint,
        subject,
        ...(variant === undefined ? {} : { variant }),
        ...(values === undefined ? {} : { values: { ...values } }),
      },
    })
  }

  give(order: 'pause' | 'resume' | 'stop' | 'cancel'): void {
    this.order = order
    this.apply({ kind: 'ordered', order })
    this.pass(order)
  }

  /** Ends it with a checkpoint; resolves when its process is gone. */
  async end(): Promise<void> {
    this.give('stop')
    await this.handle?.finished.catch(() => undefined)
  }

  async *watch(signal: AbortSignal | undefined): AsyncGenerator<TrainingUpdate, void, void> {
    const watcher: Watcher = { mailbox: new Mailbox(), points: [], validations: [] }
    this.watchers.add(watcher)
    if (this.isOver) watcher.mailbox.close()
    try {
      yield* conflated(watcher.mailbox, () => this.take(watcher), EVERY, signal)
    } finally {
      this.watchers.delete(watcher)
    }
  }

  async *watchPairs(signal: AbortSignal | undefined): AsyncGenerator<PairsSnapshot, void, void> {
    const mailbox = new Mailbox()
    this.pairWatchers.add(mailbox)
    if (this.isOver) mailbox.close()
    if (this.pairWatchers.size === 1) this.handle?.watchPairs(true)
    try {
      for await (const pairs of conflated(mailbox, () => this.pairs, PAIRS_EVERY, signal)) if (pairs) yield pairs
    } finally {
      this.pairWatchers.delete(mailbox)
      if (this.pairWatchers.size === 0) this.handle?.watchPairs(false)
    }
  }

  private pass(order: 'pause' | 'resume' | 'stop' | 'cancel'): void {
    // What goes wrong then is told by `finished`.
    void this.handle?.[order]()
  }

  private post(watcher: Watcher, points: readonly TrainingPoint[]): void {
    watcher.points.push(...points)
    if (watcher.points.length > MOST_WAITING) watcher.points = thinned(watcher.points)
  }

  private take(watcher: Watcher): TrainingUpdate {
    const { points, validations } = watcher
    watcher.points = []
    watcher.validations = []
    return { state: this.state, points, validations }
  }

  private apply(input: TrainingInput): void {
    this.state = reduce(this.state, input, new Date().toISOString())
    for (const { mailbox } of this.watchers) {
      mailbox.notify()
      if (this.isOver) mailbox.close()
    }
    if (this.isOver) for (const mailbox of this.pairWatchers) mailbox.close()
    this.onChange()
  }
}
