/** How the training goes, outside the page: window title, task bar, and a computer that stays awake. */
import { powerSaveBlocker } from 'electron'
import type { BrowserWindow } from 'electron'
import type { ActiveTraining } from '../shared/contract/training.ts'
import type { Words } from './words.ts'
import { TITLE } from './window.ts'

const isPaused = ({ state }: ActiveTraining): boolean => state === 'paused' || state === 'pausing'

/** The one shown where there are several: one that moves, if any does. */
function shownTraining(active: readonly ActiveTraining[]): ActiveTraining | undefined {
  return active.find((each) => !isPaused(each)) ?? active[0]
}

/** For the menu. */
export function trainingState(active: readonly ActiveTraining[]): 'none' | 'running' | 'paused' {
  const shown = shownTraining(active)
  return shown === undefined ? 'none' : isPaused(shown) ? 'paused' : 'running'
}

export function titleOf(training: ActiveTraining | undefined, words: Words): string {
  if (!training) return TITLE
  const { step, totalSteps, best } = training
  const number = new Intl.NumberFormat(words.language)
  const percent = new Intl.NumberFormat(words.language, { style: 'percent', minimumFractionDigits: 1 })
  const parts = [
    words.of(number.format(step), totalSteps === null ? '…' : number.format(totalSteps)),
    ...(typeof best?.accuracy === 'number' ? [words.best(percent.format(best.accuracy))] : []),
    ...(isPaused(training) ? [words.paused] : []),
  ]
  return `${parts.join(' · ')} — ${TITLE}`
}

/** Above 1 the bar only shows that something goes on; below 0 there is none. */
function showProgress(window: BrowserWindow, training: ActiveTraining | undefined): void {
  if (!training) window.setProgressBar(-1)
  else if (training.totalSteps === null || training.totalSteps === 0) window.setProgressBar(2)
  else {
    const share = Math.min(1, training.step / training.totalSteps)
    window.setProgressBar(share, { mode: isPaused(training) ? 'paused' : 'normal' })
  }
}

export interface TrainingDisplay {
  show(active: readonly ActiveTraining[], words: Words): void
  end(): void
}

export function displayTrainings(window: BrowserWindow): TrainingDisplay {
  let blocker: number | undefined
  function stayAwake(wanted: boolean): void {
    if (wanted === (blocker !== undefined)) return
    if (blocker === undefined) blocker = powerSaveBlocker.start('prevent-app-suspension')
    else {
      powerSaveBlocker.stop(blocker)
      blocker = undefined
    }
  }
  return {
    show(active, words) {
      stayAwake(active.some((each) => !isPaused(each)))
      if (window.isDestroyed()) return
      const shown = shownTraining(active)
      window.setTitle(titleOf(shown, words))
      showProgress(window, shown)
    },
    end: () => stayAwake(false),
  }
}
