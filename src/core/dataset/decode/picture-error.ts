import type { ProblemKind } from '../../../shared/dataset.ts'

/** Why one file gives no picture. It says nothing of which file: the caller knows and adds it. */
export class PictureError extends Error {
  override readonly name = 'PictureError'
  readonly kind: ProblemKind

  /** @param message a clause that follows the file's name: "ends before its last row" */
  constructor(kind: ProblemKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.kind = kind
  }
}
