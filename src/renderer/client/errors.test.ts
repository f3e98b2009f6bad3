import { ORPCError } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import { CallTimedOut, ConnectionLost, ConnectionRefused, explain, refusal } from './errors.ts'

const refused = new ORPCError('REFUSED', {
  message: 'There is no folder /a.',
  data: { code: 'files/none', next: 'Choose another.', subject: '/a' },
})

describe('refusal', () => {
  it('is what the host said, and nothing for other errors', () => {
    const said = { message: 'There is no folder /a.', code: 'files/none', next: 'Choose another.', subject: '/a' }
    expect(refusal(refused)).toEqual(said)
    expect(refusal(new ConnectionLost())).toBeUndefined()
    expect(refusal(new ORPCError('INTERNAL_SERVER_ERROR'))).toBeUndefined()
  })
})

describe('explain', () => {
  it.each([
    [refused, 'refused', 'There is no folder /a.'],
    [new ConnectionLost(), 'lost', 'The connection to the program was lost.'],
    [new ConnectionRefused(), 'lost', 'This page is no longer let in.'],
    [new CallTimedOut(30_000), 'timeout', 'The program did not answer within 30 s.'],
    [new DOMException('gone', 'AbortError'), 'cancelled', 'Cancelled.'],
    [new ORPCError('BAD_REQUEST'), 'invalid', 'The program did not accept what the page sent.'],
    [new ORPCError('INTERNAL_SERVER_ERROR'), 'broken', 'Something went wrong in the program.'],
    ['text', 'broken', 'Something went wrong in the program.'],
  ])('%o is %s', (error, kind, message) => {
    expect(explain(error)).toMatchObject({ kind, message })
  })
})
