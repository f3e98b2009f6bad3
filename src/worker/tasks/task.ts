/** What a task of the library process is. Input, progress and result must survive structured cloning. */

export interface TaskContext<Progress> {
  /** Reports how far it is. Conflation is the task's business: every call is a message. */
  readonly progress: (progress: Progress) => void
  /** Fires when the caller no longer wants the result; a task that does not heed it costs the process its life. */
  readonly signal: AbortSignal
}

export type Task<Input, Result, Progress = never> = (
  input: Input,
  context: TaskContext<Progress>,
) => Result | Promise<Result>
