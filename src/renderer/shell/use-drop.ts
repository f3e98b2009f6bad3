import { useEventListener } from '@vueuse/core'
import { readonly, shallowRef } from 'vue'
import type { Ref } from 'vue'

export interface UseDropOptions {
  readonly onPath: (path: string) => void
  /** The page cannot know where it lies. */
  readonly onRefused: () => void
}

/**
 * Folders and zips dropped anywhere on the page: the window knows where they lie, a browser does not tell. Left to itself, a
 * browser would show the dropped file in place of the app.
 * @returns whether files are held over the page
 */
export function useDrop({ onPath, onRefused }: UseDropOptions): Readonly<Ref<boolean>> {
  const isOver = shallowRef(false)
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

  useEventListener(window, 'dragover', (event) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    isOver.value = true
  })
  useEventListener(window, 'dragleave', (event) => {
    // From one element to the next is not out of the page.
    if (event.relatedTarget === null) isOver.value = false
  })
  useEventListener(window, 'drop', (event) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    isOver.value = false
    const [file] = event.dataTransfer?.files ?? []
    const path = file && window.studio ? window.studio.pathOf(file) : ''
    if (path === '') onRefused()
    else onPath(path)
  })

  return readonly(isOver)
}
