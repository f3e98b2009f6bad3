import { describe, expect, it } from 'vitest'
import { ConnectionLost } from './errors.ts'
import { reopened } from './reopened.ts'

const connection = { connected: () => Promise.resolve() }

describe('a stream that is opened again', () => {
  it('goes on after the connection was lost, and ends with any other error', async () => {
    const errors = [new ConnectionLost(), new Error('mine')]
    const open = () =>
      Promise.resolve(
        (async function* () {
          yield errors.length
          throw errors.shift() as Error
        })(),
      )
    const seen: number[] = []
    const reading = (async () => {
      for await (const event of reopened(connection, open, new AbortController().signal)) seen.push(event)
    })()
    await expect(reading).rejects.toThrow('mine')
    expect(seen).toEqual([2, 1])
  })

  it('is not opened again for who has left', async () => {
    const controller = new AbortController()
    const open = () => {
      controller.abort(new Error('left'))
      return Promise.reject(new ConnectionLost())
    }
    await expect(reopened(connection, open, controller.signal).next()).rejects.toThrow(ConnectionLost)
  })
})
