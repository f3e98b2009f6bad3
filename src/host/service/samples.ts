/** The bundled data sets, as `resources/samples/samples.json` tells of them. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { sampleSchema } from '../../shared/contract/app.ts'
import type { Sample } from '../../shared/contract/app.ts'
import { resourcePath } from '../../core/program-files.ts'

const manifestSchema = z.array(sampleSchema.omit({ path: true }).extend({ file: z.string() }))

/** Folder of the bundled data sets; undefined where the program came without. */
export function samplesFolder(): string | undefined {
  return resourcePath('samples')
}

export async function listSamples(): Promise<Sample[]> {
  const folder = samplesFolder()
  if (folder === undefined) return []
  const manifest = manifestSchema.parse(JSON.parse(await readFile(path.join(folder, 'samples.json'), 'utf8')))
  return manifest.map(({ file, ...sample }) => ({ ...sample, path: path.join(folder, file) }))
}
