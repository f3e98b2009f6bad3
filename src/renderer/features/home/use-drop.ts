import { shallowRef } from 'vue'

export interface DropTarget {
  readonly onPath: (path: string) => void
  /** The page cannot know where it lies. */
  readonly onRefused: () => void
}

/** Folders and zips dropped on the page: the window knows where they lie, a browser does not tell. */
export function useDrop({ onPath, onRefused }: DropTarget) {
  const isOver = shallowRef(false)

  function onDragover(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    isOver.value = true
  }

  function onDrop(event: DragEvent): void {
    event.preventDefault()
    isOver.value = false
    const [file] = event.dataTransfer?.files ?? []
    const path = file && window.studio ? window.studio.pathOf(file) : ''
    if (path === '') onRefused()
    else onPath(path)
  }

  return { isOver, onDragover, onDragleave: () => (isOver.value = false), onDrop }
}
