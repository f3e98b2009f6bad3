/** Small files the window remembers things in. One that is missing or damaged counts as empty: nothing in it matters much. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { z } from 'zod'

export function readJson<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
  } catch {
    return undefined
  }
}

/** Writes it whole or not at all; a disk that is full must not keep the window from closing. */
export function writeJson(file: string, value: unknown): void {
  const temporary = `${file}.${process.pid}.tmp`
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(temporary, JSON.stringify(value))
    renameSync(temporary, file)
  } catch (error) {
    console.error(`${file} could not be written:`, error)
  }
}
