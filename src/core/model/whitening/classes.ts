/** Rows of features grouped by class. */

/** Row numbers of each class, classes in order of their first row. */
export function rowsByClass(labels: ArrayLike<number>): number[][] {
  const classes = new Map<number, number[]>()
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] as number
    const rows = classes.get(label)
    if (rows) rows.push(row)
    else classes.set(label, [row])
  }
  return [...classes.values()]
}

/** Mean of some rows of [.., size]. */
export function meanOf(features: ArrayLike<number>, size: number, rows: readonly number[]): Float64Array {
  const mean = new Float64Array(size)
  for (const row of rows)
    for (let i = 0; i < size; i++) mean[i] = (mean[i] as number) + (features[row * size + i] as number)
  for (let i = 0; i < size; i++) mean[i] = (mean[i] as number) / rows.length
  return mean
}

/** Mean of the classes' means: a class with many pictures counts as much as one with few. */
export function meanOfClasses(means: readonly Float64Array[], size: number): Float64Array {
  const mean = new Float64Array(size)
  for (const own of means)
    for (let i = 0; i < size; i++) mean[i] = (mean[i] as number) + (own[i] as number) / means.length
  return mean
}
