/** Which classes of a run a figure may be about. */
import type { HeldOut } from '../../../shared/figures.ts'
import { UserError } from '../../../shared/errors.ts'
import type { RunCodes } from '../run-codes.ts'

export interface HeldOutClasses {
  readonly kind: HeldOut
  /** Class indices. */
  readonly classes: readonly number[]
  /** As it stands in the name of a draw: `test classes`. */
  readonly name: string
}

const NAMES: Readonly<Record<HeldOut, string>> = {
  test: 'test classes',
  validation: 'validation classes',
  all: 'all classes',
}

/**
 * The classes asked for; where nothing is, those an evaluation takes: test classes, else validation classes.
 * @throws UserError `evaluate/no-classes` or `evaluate/no-validation-classes`
 */
export function heldOut({ isOwn, split }: Pick<RunCodes, 'isOwn' | 'split'>, wanted?: HeldOut): HeldOutClasses {
  const of = (kind: HeldOut, classes: readonly number[]) => ({ kind, classes, name: NAMES[kind] })
  if (!isOwn) return of('all', split.test)
  if (wanted === 'validation') {
    if (split.validation.length > 0) return of('validation', split.validation)
    throw new UserError('evaluate/no-validation-classes', 'This run has no validation classes.', {
      next: 'Ask for its test classes, or train with --validation 0.2.',
    })
  }
  if (split.test.length > 0) return of('test', split.test)
  if (wanted !== 'test' && split.validation.length > 0) return of('validation', split.validation)
  throw new UserError('evaluate/no-classes', 'This run kept no classes for a test: none are left to test on.', {
    next: 'Name other pictures, or train with --test 0.2.',
  })
}
