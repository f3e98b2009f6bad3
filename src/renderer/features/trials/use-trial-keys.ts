import { onMounted, onScopeDispose } from 'vue'
import { isTyping } from '../../shell/use-commands.ts'
import { actionFor } from './keys.ts'
import type { TrialAction } from './keys.ts'

/** Where the same keys mean something else. */
const POPUPS = '[role=combobox], [role=menu], [role=listbox]:not(#trial-list)'
const CONTROLS = 'button, a, [role=switch]'
/** Scrolls by keys itself; Left and Right are free. */
const SCROLLER = '[data-scrolls]'

/**
 * The page's keys, wherever the focus is.
 * @param isZoomed whether the dialog that is open is the page's own
 */
export function useTrialKeys(isZoomed: () => boolean, act: (action: TrialAction) => void): void {
  function onKey(event: KeyboardEvent): void {
    const { target } = event
    if (isTyping(event) || !(target instanceof Element) || target.closest(POPUPS)) return
    if (target.closest('[role=dialog]') && !isZoomed()) return
    if (target.matches(SCROLLER) && !['ArrowLeft', 'ArrowRight'].includes(event.key) && event.key.length > 1) return
    const action = actionFor(event, target.closest(CONTROLS) !== null)
    if (!action) return
    event.preventDefault()
    act(action)
  }
  onMounted(() => window.addEventListener('keydown', onKey))
  onScopeDispose(() => window.removeEventListener('keydown', onKey))
}
