import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { BrowserWindow } from 'electron'
import * as electron from '../../tests/mocks/electron.ts'
import type { ActiveTraining } from '../shared/contract/training.ts'
import { displayTrainings, titleOf, trainingState } from './training-display.ts'
import { WORDS } from './words.ts'

vi.mock('electron', () => import('../../tests/mocks/electron.ts'))

const running: ActiveTraining = {
  runId: 'a',
  state: 'running',
  step: 1250,
  totalSteps: 5000,
  secondsLeft: 60,
  best: { step: 1000, accuracy: 0.9312 },
}
const paused: ActiveTraining = { ...running, runId: 'b', state: 'paused' }

function open() {
  const window = new electron.BrowserWindow({ width: 1200, height: 800, webPreferences: {} })
  return { window, display: displayTrainings(window as unknown as BrowserWindow) }
}

describe('training outside the page', () => {
  beforeEach(() => electron.reset())

  it('is told in the title, in both languages', () => {
    expect(titleOf(running, WORDS.en)).toBe('Step 1,250 of 5,000 · best 93.1% — Oneshot Studio')
    expect(titleOf(paused, WORDS['zh-CN'])).toBe('第 1,250 步，共 5,000 步 · 最佳 93.1% · 已暂停 — Oneshot Studio')
    expect(titleOf({ ...running, totalSteps: null, best: null }, WORDS.en)).toBe('Step 1,250 of … — Oneshot Studio')
    expect(titleOf(undefined, WORDS.en)).toBe('Oneshot Studio')
  })

  it('moves the task bar, shows a pause there, and clears it in the end', () => {
    const { window, display } = open()
    display.show([running], WORDS.en)
    expect(window.progress).toEqual({ value: 0.25, mode: 'normal' })
    display.show([paused], WORDS.en)
    expect(window.progress).toEqual({ value: 0.25, mode: 'paused' })
    display.show([{ ...running, totalSteps: null }], WORDS.en)
    expect(window.progress.value).toBe(2)
    display.show([], WORDS.en)
    expect([window.progress.value, window.title]).toEqual([-1, 'Oneshot Studio'])
  })

  it('keeps the computer awake while something moves, and only then', () => {
    const { window, display } = open()
    display.show([paused, running], WORDS.en)
    display.show([running], WORDS.en)
    expect(electron.callsOf('powerSaveBlocker.start')).toEqual([['prevent-app-suspension']])
    expect(electron.powerSaveBlocker.count()).toBe(1)
    display.show([paused], WORDS.en)
    expect(electron.powerSaveBlocker.count()).toBe(0)
    display.show([running], WORDS.en)
    window.close()
    display.end()
    expect(electron.powerSaveBlocker.count()).toBe(0)
    display.show([], WORDS.en)
  })

  it('shows the training that moves, where there are several', () => {
    expect(trainingState([paused, running])).toBe('running')
    expect(trainingState([paused])).toBe('paused')
    expect(trainingState([])).toBe('none')
  })
})
