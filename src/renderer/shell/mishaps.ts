/**
 * Whether what Vue calls `info` names a handler or a watcher. What is on the page then still stands; an error while it is
 * made leaves nothing to look at. A build has numbers in place of words (see Vue's `ErrorTypeStrings`).
 */
export function leavesPageStanding(info: string): boolean {
  return /event handler|watcher|#runtime-[2-6]$/.test(info)
}
