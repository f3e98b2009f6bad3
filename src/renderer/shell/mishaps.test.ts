import { expect, it } from 'vitest'
import { leavesPageStanding } from './mishaps.ts'

it.each([
  ['native event handler', true],
  ['component event handler', true],
  ['watcher callback', true],
  ['https://vuejs.org/error-reference/#runtime-5', true],
  ['https://vuejs.org/error-reference/#runtime-3', true],
  ['render function', false],
  ['setup function', false],
  ['mounted hook', false],
  ['https://vuejs.org/error-reference/#runtime-0', false],
  ['https://vuejs.org/error-reference/#runtime-1', false],
  ['https://vuejs.org/error-reference/#runtime-15', false],
  ['https://vuejs.org/error-reference/#runtime-m', false],
])('an error in %s leaves the page standing: %s', (info, expected) => {
  expect(leavesPageStanding(info)).toBe(expected)
})
