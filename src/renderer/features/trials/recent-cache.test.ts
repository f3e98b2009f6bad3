import { describe, expect, it } from 'vitest'
import { RecentCache } from './recent-cache.ts'

describe('RecentCache', () => {
  it('asks once, and knows the answer afterwards without waiting', async () => {
    const cache = new RecentCache<number>(4)
    let asked = 0
    const ask = async () => {
      await Promise.resolve()
      return ++asked
    }
    expect(cache.peek('a')).toBe(undefined)
    expect(await Promise.all([cache.get('a', ask), cache.get('a', ask)])).toEqual([1, 1])
    expect(cache.peek('a')).toBe(1)
  })

  it('forgets what was not used for longest', async () => {
    const cache = new RecentCache<string>(2)
    for (const key of ['a', 'b', 'a', 'c']) await cache.get(key, () => Promise.resolve(key))
    expect(['a', 'b', 'c'].map((key) => cache.peek(key))).toEqual(['a', undefined, 'c'])
  })

  it('asks again after a failure', async () => {
    const cache = new RecentCache<string>(2)
    await expect(cache.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await cache.get('a', () => Promise.resolve('yes'))).toBe('yes')
  })
})
