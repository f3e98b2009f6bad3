/**
 * Seeded random numbers. A generator is a pure function of its key (a seed and any labels), so step 500 of a run can be
 * drawn again without replaying the 499 before it: that is what makes a resumed run equal to one never stopped.
 */

/** FNV-1a over the text, finished with an avalanche: 32 bits that differ for any differing label. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Small fast counter generator (sfc32, Chris Doty-Humphrey's PractRand, public domain). */
export class Rng {
  private a: number
  private b: number
  private c: number
  private counter = 1
  private spare: number | undefined

  /** @param key seed and labels, joined: `new Rng(7, 'batch', 500)`. Any number or text. */
  constructor(...key: readonly (number | string)[]) {
    const text = key.join('\u0000')
    this.a = hashText(`a${text}`)
    this.b = hashText(`b${text}`)
    this.c = hashText(`c${text}`)
    for (let i = 0; i < 12; i++) this.bits()
  }

  /** Next 32 random bits, 0..2^32-1. */
  bits(): number {
    const t = (this.a + this.b + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (this.c << 21) | (this.c >>> 11)
    this.c = (this.c + t) | 0
    return t >>> 0
  }

  /** Uniform in [0, 1). */
  next(): number {
    return this.bits() / 4294967296
  }

  /** Uniform in [low, high). */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.next()
  }

  /** Whole number in [0, n). @throws RangeError when n is not a positive whole number. */
  int(n: number): number {
    if (!(Number.isInteger(n) && n > 0)) throw new RangeError(`Rng.int needs a positive whole number, got ${n}`)
    return Math.floor(this.next() * n)
  }

  /** Standard normal (Box-Muller). */
  normal(): number {
    if (this.spare !== undefined) {
      const value = this.spare
      this.spare = undefined
      return value
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()))
    const angle = 2 * Math.PI * this.next()
    this.spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }

  /** Fisher-Yates, in place; returns the same array. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.int(i + 1)
      const held = items[i] as T
      items[i] = items[j] as T
      items[j] = held
    }
    return items
  }

  /** `count` different items, in random order. @throws RangeError when there are fewer. */
  sample<T>(items: readonly T[], count: number): T[] {
    if (count > items.length) throw new RangeError(`cannot draw ${count} different items from ${items.length}`)
    const pool = [...items]
    for (let i = 0; i < count; i++) {
      const j = i + this.int(pool.length - i)
      const held = pool[i] as T
      pool[i] = pool[j] as T
      pool[j] = held
    }
    return pool.slice(0, count)
  }

  /** One item. @throws RangeError when there is none. */
  pick<T>(items: readonly T[]): T {
    return items[this.int(items.length)] as T
  }
}
