import { describe, expect, it } from 'vitest'
import { UserError } from './errors.ts'
import { errorOfFailure, failureOf } from './failure.ts'

describe('an error between two processes', () => {
  it('keeps all it says, down to what its sentence names', () => {
    const error = new UserError('protocol/way', 'No 20-way trial.', {
      subject: 'way',
      next: 'Take 9.',
      variant: 'too-large',
      values: { way: 20, largest: 9 },
    })
    const failure = structuredClone(failureOf(error))
    expect(errorOfFailure(failure)).toMatchObject({
      code: 'protocol/way',
      message: 'No 20-way trial.',
      subject: 'way',
      next: 'Take 9.',
      variant: 'too-large',
      values: { way: 20, largest: 9 },
    })
  })

  it('says no more of a bug than its stack', () => {
    const failure = failureOf(new Error('oops'))
    expect(failure).toMatchObject({ user: false, code: 'internal', message: 'oops' })
    expect(failure).not.toHaveProperty('values')
    expect(errorOfFailure(failure)).not.toBeInstanceOf(UserError)
  })
})
