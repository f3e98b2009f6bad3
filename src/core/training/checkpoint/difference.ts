export interface Difference {
  /** Path of the field, `optimiser.rate`. */
  readonly path: string
  readonly a: string
  readonly b: string
}

const show = (value: unknown) => (value === undefined ? 'not set' : JSON.stringify(value))

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** First field in which two JSON values differ, or undefined when they are equal. */
export function firstDifference(a: unknown, b: unknown, path: readonly string[] = []): Difference | undefined {
  if (Object.is(a, b)) return undefined
  if (!isObject(a) || !isObject(b)) return { path: path.join('.'), a: show(a), b: show(b) }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = firstDifference(a[key], b[key], [...path, key])
    if (found) return found
  }
  return undefined
}
