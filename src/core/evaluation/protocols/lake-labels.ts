import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { UserError } from '../../../shared/errors.ts'

const LABELS = 'class_labels.txt'

/** A line of the labels, as places in the lists of test and training pictures. */
export interface Label {
  readonly query: number
  readonly support: number
}

/**
 * Reads `runNN/class_labels.txt`: lines of a test picture and the training picture of its class. Backslashes, CRLF,
 * a byte order mark and blank lines are fine.
 *
 * @param test paths of the run's test pictures, relative to `root`, with forward slashes
 * @param training paths of its training pictures
 * @throws UserError `lake/labels` that names the file and the line
 */
export async function readLabels(
  root: string,
  run: string,
  test: readonly string[],
  training: readonly string[],
): Promise<Label[]> {
  const file = path.join(root, run, LABELS)
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw labelError(file, `${file} cannot be read`, cause)
  })
  const labels = new Map<number, Label>()
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const fields = line.trim().split(/\s+/).map(normalise)
    if (fields[0] === '') continue
    const where = `${file}, line ${index + 1}`
    const [asked, answer] = fields
    if (asked === undefined || answer === undefined || fields.length !== 2) {
      throw labelError(
        `${file}:${index + 1}`,
        `${where}: a test and a training picture are expected, not "${line.trim()}"`,
      )
    }
    const query = test.indexOf(asked)
    const support = training.indexOf(answer)
    if (query < 0) throw labelError(`${file}:${index + 1}`, `${where}: ${asked} is not a picture in ${run}/test`)
    if (support < 0) throw labelError(`${file}:${index + 1}`, `${where}: ${answer} is not a picture in ${run}/training`)
    if (labels.has(query)) throw labelError(`${file}:${index + 1}`, `${where}: ${asked} already has an answer`)
    labels.set(query, { query, support })
  }
  const missing = test.find((_, query) => !labels.has(query))
  if (missing !== undefined) throw labelError(file, `${file} has no line for ${missing}`)
  return [...labels.values()]
}

function normalise(name: string): string {
  return name.replaceAll('\\', '/').replace(/^(\.\/)+/, '')
}

function labelError(subject: string, message: string, cause?: unknown): UserError {
  const next = 'Restore the file from the published runs.'
  return new UserError('lake/labels', `${message}.`, { subject, next, ...(cause === undefined ? {} : { cause }) })
}
