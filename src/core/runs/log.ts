import { appendFile } from 'node:fs/promises'
import type { RunPaths } from './layout.ts'

/** Appends a dated line to the run's `log.txt`. A log that cannot be written never ends a training. */
export async function logLine(paths: RunPaths, text: string): Promise<void> {
  const line = text.replaceAll(/\s*\n\s*/g, ' ')
  await appendFile(paths.log, `${new Date().toISOString()} ${line}\n`).catch(() => undefined)
}
