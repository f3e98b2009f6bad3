import type { ViteUserConfig } from 'vitest/config'

/** The usual reporter, and with `VITEST_JSON=FILE` the counts in that file too, for a script to add up. */
export function reporters(): NonNullable<NonNullable<ViteUserConfig['test']>['reporters']> {
  const file = process.env.VITEST_JSON
  return file ? ['default', ['json', { outputFile: file }]] : ['default']
}
