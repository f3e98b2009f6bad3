import { describe, expect, it } from 'vitest'
import { actionFor, KEY_NAMES, TRIAL_ACTIONS } from './keys.ts'

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
})

describe('actionFor', () => {
  it.each([
    ['ArrowLeft', 'previous'],
    ['ArrowUp', 'previous'],
    ['ArrowRight', 'next'],
    ['ArrowDown', 'next'],
    ['Home', 'first'],
    ['End', 'last'],
    ['w', 'wrongOnly'],
    ['W', 'wrongOnly'],
    ['R', 'redraw'],
    ['0', 'original'],
    [' ', 'zoom'],
    ['Enter', undefined],
    ['?', undefined],
  ])('%s does %s', (key, action) => {
    expect(actionFor(press(key), false)).toBe(action)
  })

  it('leaves shortcuts of the browser and of the app alone', () => {
    for (const held of ['ctrlKey', 'metaKey', 'altKey'])
      expect(actionFor(press('r', { [held]: true }), false)).toBe(undefined)
  })

  it('lets Space press the button that has the focus, but still steps with the arrows', () => {
    expect(actionFor(press(' '), true)).toBe(undefined)
    expect(actionFor(press('ArrowRight'), true)).toBe('next')
  })

  it('names a key for every action', () => {
    expect(TRIAL_ACTIONS.filter((action) => KEY_NAMES[action] === '')).toEqual([])
  })
})
