/** How the drawers of a run were found, as `scan --drawer` takes it; undefined for `auto`. */
export function drawerWish(pattern: string | undefined): string | undefined {
  if (pattern === undefined) return 'none'
  return /^\/(.*)\/[a-z]*$/s.exec(pattern)?.[1]
}
