import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { messageOf, UserError } from '../../shared/errors.ts'
import { errnoOf } from './atomic.ts'

/** Text of a file. @throws UserError `files/missing` or `files/unreadable`. */
async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (errnoOf(error) === 'ENOENT')
      throw new UserError('files/missing', `${file} does not exist.`, { subject: file, cause: error })
    throw new UserError('files/unreadable', `${file} cannot be read: ${messageOf(error)}.`, {
      subject: file,
      cause: error,
    })
  }
}

/** First problem of a failed parse as `field: what`. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]
  if (!issue) return 'something is wrong'
  return issue.path.length > 0 ? `${issue.path.map(String).join('.')}: ${issue.message}` : issue.message
}

/**
 * Reads a JSON file that follows the schema.
 * @throws UserError `files/missing`, `files/unreadable` or `files/not-valid`; the last names the file and the field.
 */
export async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readText(file)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UserError('files/not-valid', `${file} is not JSON: ${messageOf(error)}.`, { subject: file, cause: error })
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new UserError('files/not-valid', `${file} is not valid at ${firstIssue(parsed.error)}.`, {
    subject: file,
    next: 'Undo the change to this file, or train anew.',
  })
}
