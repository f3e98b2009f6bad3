import { describe, expect, it } from 'vitest'
import { bytes, count, duration, figure, integer, percent, percentRange, shorten } from './format.ts'

describe('numbers as a person reads them', () => {
  it.each([
    [duration(0.44), '0.4 s'],
    [duration(9.97), '10 s'],
    [duration(59.7), '1 min'],
    [duration(185), '3 min 05 s'],
    [duration(7800), '2 h 10 min'],
    [integer(2720), '2720'],
    [integer(12720), '12,720'],
    [percent(0.9234), '92.3 %'],
    [percentRange([0.889, 0.943]), '88.9-94.3 %'],
    [bytes(999), '999 B'],
    [bytes(1400), '1.4 kB'],
    [bytes(13_500_000), '13.5 MB'],
    [count(1, 'class', 'classes'), '1 class'],
    [count(0, 'class', 'classes'), '0 classes'],
    [shorten(['a', 'b', 'c'], 2), 'a, b and 1 more'],
    [figure(null), 'n/a'],
    [figure(0.03125), '0.0313'],
    [figure(4.706), '4.71'],
    [figure(-0.00001), '-1.0e-5'],
  ])('%s', (shown, expected) => expect(shown).toBe(expected))
})
