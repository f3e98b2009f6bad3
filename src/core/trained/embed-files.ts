import type { PairScore } from '../../shared/evaluation.ts'
import { fileReader } from './picture-sources.ts'
import type { OpenTrainedOptions } from './open-trained.ts'
import { openTrained } from './open-trained.ts'

export interface EmbeddedFiles {
  /** Numbers in a code. */
  readonly size: number
  readonly files: readonly string[]
  /** [files.length, size] */
  readonly codes: Float32Array
  /** How two codes are compared. */
  readonly score: PairScore
}

/**
 * Codes of picture files, for use elsewhere.
 * @throws UserError as `openTrained`, and `picture-unreadable` naming the file
 */
export async function embedWithRun(
  runDir: string,
  files: readonly string[],
  options: OpenTrainedOptions & { readonly views?: number } = {},
): Promise<EmbeddedFiles> {
  const trained = await openTrained(runDir, options)
  try {
    const { width, height, channels, fit } = trained.run.record.recipe.input
    const reader = fileReader(
      files.map((file) => ({ file })),
      { width, height, channels, fit },
    )
    const { views } = options
    const indices = files.map((_, index) => index)
    const codes = await trained.embedder.embed(reader, indices, views === undefined ? {} : { views })
    return { size: trained.embedder.size, files, codes, score: trained.embedder.score }
  } finally {
    await trained.dispose()
  }
}
