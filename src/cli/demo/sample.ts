import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { UserError } from '../../shared/errors.ts'

/** The sample's alphabet that is kept for the test. */
export const TEST_ALPHABET = 'Latin'

/** Handwritten characters of five alphabets. @throws UserError where the program's folder is not whole */
export function samplePath(): string {
  const name = 'resources/samples/omniglot-background-small1.zip'
  // From source three folders up; a bundle lies one or two below the program's folder.
  for (const up of ['../../../', '../../', '../']) {
    const file = fileURLToPath(new URL(up + name, import.meta.url))
    if (existsSync(file)) return file
  }
  throw new UserError('demo/no-sample', `The sample is missing: there is no ${name}.`, {
    subject: name,
    next: 'Get a whole copy of the program.',
  })
}
