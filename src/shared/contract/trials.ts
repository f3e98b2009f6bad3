/** One trial under the magnifying glass, and all of them in a file. The list itself is in `evaluations`. */
import { z } from 'zod'
import { procedure, runId } from './common.ts'
import { evaluationId } from './evaluations.ts'

const ofEvaluation = z.strictObject({ runId, id: evaluationId })

export const trials = {
  /** All trials as JSON text, with the files, classes and distances of their ways. */
  json: procedure.input(ofEvaluation).output(z.string()),
}
