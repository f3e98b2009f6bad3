/** Shortcuts of the page, and the commands of the window's menu. */
import { onMounted, onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'
import type { MenuCommand } from '../../shared/bridge.ts'
import { useClient } from '../client/index.ts'
import { useActive } from '../stores/active.ts'
import { PAGES } from '../pages.ts'
import { useOpening } from './use-opening.ts'

/** Whether the key is meant for what has the focus. */
export function isTyping(event: Pick<KeyboardEvent, 'target'>): boolean {
  const target = event.target as Partial<HTMLElement> | null
  const tag = target?.tagName
  return tag === 'INPUT' || tag === 'TEXTAREA' || tag === 'SELECT' || target?.isContentEditable === true
}

export function useCommands(showHelp: () => void): void {
  const router = useRouter()
  const client = useClient()
  const opening = useOpening()
  const active = useActive()

  function run(command: MenuCommand): void {
    const [verb, rest = ''] = command.split(/:(.*)/s, 2) as [string, string?]
    const runId = active.first?.runId
    if (command === 'open-folder') void opening.choose('dataset')
    else if (command === 'open-zip') void opening.choose('zip')
    else if (verb === 'open-recent') void opening.openPath(rest)
    else if (verb === 'go') void router.push({ name: rest })
    else if (runId !== undefined && command === 'run:pause') void client.training.pause({ runId })
    else if (runId !== undefined && command === 'run:resume') void client.training.resume({ runId })
    else if (runId !== undefined && command === 'run:stop') void client.training.stop({ runId })
  }

  function onKey(event: KeyboardEvent): void {
    // A dialog is answered first.
    if (document.querySelector('[data-slot=overlay]') !== null) return
    const { key, altKey, shiftKey } = event
    const ctrl = event.ctrlKey || event.metaKey
    const page = altKey && !ctrl && /^[1-9]$/.test(key) ? PAGES[Number(key) - 1] : undefined
    if (ctrl && !altKey && !shiftKey && key.toLowerCase() === 'o') run('open-folder')
    else if (page) run(`go:${page.name}`)
    else if (key === '?' && !ctrl && !isTyping(event)) showHelp()
    else return
    event.preventDefault()
  }

  onMounted(() => window.addEventListener('keydown', onKey))
  const removeCommands = window.studio?.onCommand(run)
  onScopeDispose(() => {
    window.removeEventListener('keydown', onKey)
    removeCommands?.()
  })
}
