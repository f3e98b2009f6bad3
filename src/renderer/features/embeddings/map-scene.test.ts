import { describe, expect, it } from 'vitest'
import { colour } from './colouring.ts'
import { pointStyles, shuffled } from './map-scene.ts'
import { STATES } from './points-layer.ts'

const { hidden, faint, plain, picked } = STATES
const classes = ['a', 'b'].map((name) => ({ name, group: null, part: 'train' as const }))
const words = { train: '', validation: '', test: '', noGroup: '' }
const colouring = colour({ classes, classOf: [0, 1, 0] }, 'class', words)
const states = (...chosen: [points: number[], isolated: boolean]) =>
  Array.from(pointStyles({ colouring, picked: new Set(chosen[0]), isolated: chosen[1] }).state)

describe('how points are drawn', () => {
  it('gives those of a class one sign, and another class another', () => {
    const { colour: colours, shape } = pointStyles({ colouring, picked: new Set(), isolated: false })
    const signs = Array.from(colours, (each, point) => `${each} ${shape[point]}`)
    expect(signs[2]).toBe(signs[0])
    expect(signs[1]).not.toBe(signs[0])
  })

  it('lets what is picked stand out, or alone', () => {
    expect(states([], false)).toEqual([plain, plain, plain])
    expect(states([1], false)).toEqual([faint, picked, faint])
    expect(states([1], true)).toEqual([hidden, plain, hidden])
  })

  it('has every point in its order, in no order', () => {
    const order = shuffled(100)
    const sorted = order.toSorted((a, b) => a - b)
    expect(sorted).toEqual(Array.from({ length: 100 }, (_, i) => i))
    expect(order).not.toEqual(sorted)
  })
})
