/** Levenshtein distance: insertions, deletions and replacements from one text to the other. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min((previous[j] as number) + 1, (row[j - 1] as number) + 1, replaced))
    }
    previous = row
  }
  return previous[b.length] as number
}

/** The `count` names most like what was typed; a name whose last part matches alone counts as close. */
export function nearest(typed: string, names: readonly string[], count: number): string[] {
  const own = typed.toLowerCase()
  const distance = (name: string) => {
    const lower = name.toLowerCase()
    return Math.min(editDistance(own, lower), 1 + editDistance(own, lower.split('.').at(-1) ?? lower))
  }
  return names
    .map((name) => ({ name, at: distance(name) }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ name }) => name)
}
