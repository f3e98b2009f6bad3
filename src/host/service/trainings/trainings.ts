/** The trainings of this host: one at a time, since they share one device. */
import type { ActiveTraining } from '../../../shared/contract/training.ts'
import { UserError } from '../../../shared/errors.ts'
import { conflated, Mailbox } from './mailbox.ts'
import { LiveTraining } from './live-training.ts'
import { activeOf } from './training-state.ts'

/** Milliseconds between two lists of what is under way. */
const ACTIVE_EVERY = 1000
/** Ended trainings whose last state is still told to those who ask. */
const ENDED_HELD = 20

export class Trainings {
  private readonly known = new Map<string, LiveTraining>()
  private readonly mailboxes = new Set<Mailbox>()
  private told = '[]'
  /** Nothing is begun any more. */
  isClosed = false

  /** Trainings under way. */
  active(): ActiveTraining[] {
    return [...this.known.values()].filter(({ isOver }) => !isOver).map(({ state }) => activeOf(state))
  }

  isTraining(runId: string): boolean {
    return this.known.get(runId)?.isOver === false
  }

  /** The training, or one that ended in this session. @throws UserError `training/none` */
  get(runId: string): LiveTraining {
    const found = this.known.get(runId)
    if (found) return found
    throw new UserError('training/none', `${runId} is not being trained.`, {
      subject: runId,
      next: 'Continue it from the list of runs.',
    })
  }

  /** The training under way. @throws UserError `training/none` */
  underWay(runId: string): LiveTraining {
    const found = this.get(runId)
    if (!found.isOver) return found
    throw new UserError('training/none', `The training of ${runId} has ended.`, { subject: runId, variant: 'ended' })
  }

  /** Before anything is made or scanned. @throws UserError `training/busy` */
  checkFree(): void {
    const [other] = this.active()
    if (!other) return
    throw new UserError(
      'training/busy',
      `${other.runId} is being trained, and the device takes one training at a time.`,
      {
        subject: other.runId,
        next: 'Wait until it ends, or stop it.',
      },
    )
  }

  /** Takes the place. @throws UserError `training/busy` */
  add(runId: string): LiveTraining {
    this.checkFree()
    const live = new LiveTraining(runId, () => this.changed())
    this.known.delete(runId)
    this.known.set(runId, live)
    for (const [old, { isOver }] of [...this.known].slice(0, -ENDED_HELD)) if (isOver) this.known.delete(old)
    this.changed()
    return live
  }

  /** Forgets one that did not come to be. */
  drop(runId: string): void {
    this.known.delete(runId)
    this.changed()
  }

  /** What is under way, now and whenever it changes. */
  async *watchActive(signal?: AbortSignal): AsyncGenerator<ActiveTraining[], void, void> {
    const mailbox = new Mailbox()
    this.mailboxes.add(mailbox)
    try {
      yield* conflated(mailbox, () => this.active(), ACTIVE_EVERY, signal)
    } finally {
      this.mailboxes.delete(mailbox)
    }
  }

  /** Calls the listener when the list changes, at most once a second; returns its remover. */
  onActive(listener: (active: readonly ActiveTraining[]) => void): () => void {
    const controller = new AbortController()
    const listen = async () => {
      for await (const active of this.watchActive(controller.signal)) listener(active)
    }
    void listen()
    return () => controller.abort()
  }

  /** Ends all with a checkpoint. */
  async close(): Promise<void> {
    this.isClosed = true
    await Promise.all([...this.known.values()].filter(({ isOver }) => !isOver).map((live) => live.end()))
    for (const mailbox of this.mailboxes) mailbox.close()
  }

  private changed(): void {
    const now = JSON.stringify(this.active())
    if (now === this.told) return
    this.told = now
    for (const mailbox of this.mailboxes) mailbox.notify()
  }
}
