import { resourcePath } from '../../core/program-files.ts'
import { UserError } from '../../shared/errors.ts'

/** The sample's alphabet that is kept for the test. */
export const TEST_ALPHABET = 'Latin'

/** Handwritten characters of five alphabets. @throws UserError where the program's folder is not whole */
export function samplePath(): string {
  const name = 'samples/omniglot-background-small1.zip'
  const file = resourcePath(name)
  if (file !== undefined) return file
  throw new UserError('demo/no-sample', `The sample is missing: there is no resources/${name}.`, {
    subject: name,
    next: 'Get a whole copy of the program.',
  })
}
