import { describe, expect, it } from 'vitest'
import { luckKind, points } from './luck.ts'

describe('luckKind', () => {
  it.each([
    [20, 0, 'unlucky'],
    [14, 0, 'unlucky'],
    [13, 0, 'open'],
    [7, 0.5, 'open'],
    [6, 0, 'hard'],
    [0, 0, 'hard'],
    [14, 1, 'solid'],
    [10, 1, 'openRight'],
    [6, 1, 'lucky'],
  ])('%d of 20 right where the trial itself earned %d is %s', (right, credit, kind) => {
    expect(luckKind(right, 20, credit)).toBe(kind)
  })

  it('counts its two thresholds in', () => {
    expect(luckKind(2, 3, 0)).toBe('unlucky')
    expect(luckKind(1, 3, 0)).toBe('hard')
  })

  it('calls a query hard that no other draw could be made for', () => {
    expect(luckKind(0, 0, 0)).toBe('hard')
  })
})

describe('points', () => {
  it.each([
    [13, '13'],
    [13.5, '13.5'],
    [6.3333, '6.3'],
    [12.9999, '13'],
  ])('prints %d as %s', (right, text) => expect(points(right)).toBe(text))
})
