import { tf } from './tf.ts'

/**
 * Runs something on a TensorFlow.js backend and goes back to the one before. All at once: were there an `await` between
 * choosing a backend and using it, two programs made or run side by side would take each other's.
 */
export function onBackend<Result>(name: string, run: () => Result): Result {
  // An absent backend would only show as a promise nobody looks at.
  if (!tf.findBackend(name)) throw new Error(`TensorFlow.js has no backend called '${name}'`)
  const before = tf.getBackend()
  if (before === name) return run()
  // Asynchronous by its type only: a backend that is ready is taken before the call returns.
  void tf.setBackend(name)
  try {
    return run()
  } finally {
    void tf.setBackend(before)
  }
}
