/** Which fingerprints are so close that their pictures look the same to a person. */
import { COLOUR_AT, CONTRAST_AT, FINE_AT, FINGERPRINT_BYTES } from './fingerprint.ts'

/**
 * Bits that may differ of the coarse 64 and of the fine 256. On the bundled samples a picture saved as JPEG of quality 40,
 * at half or double its size, or a little darker stays within these nine times in ten, while two people's drawings of one
 * simple letter differ in 38 fine bits or more.
 */
const COARSE_BITS = 4
const FINE_BITS = 24
/** Largest difference of the mean colour in any channel: a blue and a red book of one drawing are two things. */
const COLOUR = 16
/** Grey levels of spread below which a picture is blank, and its signs are noise. */
const LEAST_CONTRAST = 4
/** One part more than bits may differ: at least one part of two close signatures is the same, so only those meet. */
const PARTS = COARSE_BITS + 1
/** Comparisons between two looks at the clock of the caller. */
const TURN = 200_000

/** Ones in each 16-bit word. */
const ONES = new Uint8Array(65536)
for (let word = 1; word < ONES.length; word++) ONES[word] = (ONES[word >> 1] as number) + (word & 1)

/** Sets of things that are connected, directly or by others. */
class Sets {
  private readonly above: Int32Array

  constructor(count: number) {
    this.above = Int32Array.from({ length: count }, (_, i) => i)
  }

  top(index: number): number {
    let at = index
    while (this.above[at] !== at) {
      const next = this.above[this.above[at] as number] as number
      this.above[at] = next
      at = next
    }
    return at
  }

  join(a: number, b: number): void {
    const [low, high] = [this.top(a), this.top(b)].sort((x, y) => x - y) as [number, number]
    this.above[high] = low
  }
}

/** Fingerprints one after another, seen as 16-bit words where that counts quicker. */
class Prints {
  private readonly bytes: Uint8Array
  private readonly words: Uint16Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.words = new Uint16Array(bytes.slice().buffer)
  }

  isBlank(index: number): boolean {
    return (this.bytes[index * FINGERPRINT_BYTES + CONTRAST_AT] as number) < LEAST_CONTRAST
  }

  /** Bits of one of the `PARTS` parts of the coarse signature, which is as good as random in a set of pictures. */
  part(index: number, part: number): number {
    const from = Math.floor((part * 64) / PARTS)
    const to = Math.floor(((part + 1) * 64) / PARTS)
    let value = 0
    for (let bit = from; bit < to; bit++) {
      const byte = this.bytes[index * FINGERPRINT_BYTES + (bit >> 3)] as number
      value = (value << 1) | ((byte >> (bit & 7)) & 1)
    }
    return value
  }

  areAlike(a: number, b: number): boolean {
    return (
      this.differ(a, b, 0, FINE_AT, COARSE_BITS) &&
      this.differ(a, b, FINE_AT, COLOUR_AT, FINE_BITS) &&
      this.colour(a, b)
    )
  }

  /** Whether at most so many bits of these bytes differ. */
  private differ(a: number, b: number, from: number, to: number, most: number): boolean {
    const { words } = this
    const [first, second] = [(a * FINGERPRINT_BYTES) >> 1, (b * FINGERPRINT_BYTES) >> 1]
    let sum = 0
    for (let word = from >> 1; word < to >> 1; word++) {
      sum += ONES[(words[first + word] as number) ^ (words[second + word] as number)] as number
      if (sum > most) return false
    }
    return true
  }

  private colour(a: number, b: number): boolean {
    const { bytes } = this
    for (let at = COLOUR_AT; at < CONTRAST_AT; at++) {
      const [first, second] = [bytes[a * FINGERPRINT_BYTES + at] as number, bytes[b * FINGERPRINT_BYTES + at] as number]
      if (Math.abs(first - second) > COLOUR) return false
    }
    return true
  }
}

/** Everything that shares a part of the signature, by that part. Alone, a thing has nobody to be compared with. */
function bucketsOf(prints: Prints, places: readonly number[], part: number): number[][] {
  const buckets = new Map<number, number[]>()
  for (const place of places) {
    const value = prints.part(place, part)
    const bucket = buckets.get(value)
    if (bucket) bucket.push(place)
    else buckets.set(value, [place])
  }
  return [...buckets.values()].filter((bucket) => bucket.length > 1)
}

/**
 * Sets of pictures that look alike, each with its members ascending, in the order of their first. Every picture of a set is
 * close to some other of it, not to all. Blank pictures are in none.
 * @param bytes fingerprints one after another
 * @param turn called now and then, so that the caller can be heard; what it throws ends the search
 */
export async function findSets(
  bytes: Uint8Array,
  turn: () => Promise<void> = async () => undefined,
): Promise<number[][]> {
  const count = bytes.length / FINGERPRINT_BYTES
  const prints = new Prints(bytes)
  const sets = new Sets(count)
  const places = Array.from({ length: count }, (_, i) => i).filter((place) => !prints.isBlank(place))
  let compared = 0
  for (let part = 0; part < PARTS; part++) {
    for (const bucket of bucketsOf(prints, places, part)) {
      for (let i = 1; i < bucket.length; i++) {
        for (let j = 0; j < i; j++) {
          const [a, b] = [bucket[j] as number, bucket[i] as number]
          if (prints.areAlike(a, b)) sets.join(a, b)
        }
        compared += i
        if (compared > TURN) {
          compared = 0
          await turn()
        }
      }
    }
  }
  const found = new Map<number, number[]>()
  for (const place of places) {
    const top = sets.top(place)
    const members = found.get(top)
    if (members) members.push(place)
    else found.set(top, [place])
  }
  return [...found.values()].filter((members) => members.length > 1)
}
