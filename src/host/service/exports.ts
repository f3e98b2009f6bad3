/** Exports of a trained run, made and checked in the compute lane. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import packageJson from '../../../package.json' with { type: 'json' }
import type { Exported, ExportEvent, ExportFormat } from '../../shared/contract/exports.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { browserSnippet, nodeSnippet, pythonSnippet, tfjsSnippet } from '../../core/export/snippets.ts'
import { openRun } from '../../core/runs/index.ts'
import type { RunPaths } from '../../core/runs/index.ts'
import { os } from './procedures.ts'
import type { RunShelf } from './shelves/run-shelf.ts'
import type { Services } from './services.ts'
import { streamed } from './stream.ts'

const VERSIONS = packageJson.dependencies

/** The first free one of `exports/<format>`, `exports/<format>-2`… in the run. */
function freeOut({ dir }: RunPaths, format: ExportFormat): string {
  for (let attempt = 1; ; attempt++) {
    const out = path.join(dir, 'exports', attempt === 1 ? format : `${format}-${attempt}`)
    if (!existsSync(out)) return out
  }
}

function snippetsOf(recipe: Recipe, format: ExportFormat, fold: boolean): Exported['snippets'] {
  const options = { recipe, fold }
  if (format === 'tfjs') {
    return [{ language: 'browser', code: tfjsSnippet(options, VERSIONS['@tensorflow/tfjs-core']).trim() }]
  }
  return [
    { language: 'node', code: nodeSnippet(options).trim() },
    { language: 'browser', code: browserSnippet(options, VERSIONS['onnxruntime-node']).trim() },
    { language: 'python', code: pythonSnippet(options).trim() },
  ]
}

export function exportsProcedures({ cacheDir, lanes, access }: Services, shelf: RunShelf) {
  return {
    run: os.exports.run.handler(async function* ({ input: { runId, format, fold, out }, signal }) {
      const paths = shelf.paths(runId)
      const { record } = await openRun(paths.dir)
      const target = out === null ? freeOut(paths, format) : await access.check(out)
      yield* streamed<ExportEvent, ExportEvent>(async (report, stop) => {
        const call = { runDir: paths.dir, format, out: target, foldPreprocessing: fold, cacheDir }
        const result = await lanes.compute.call('exportRun', call, {
          signal: stop,
          onProgress: (stage) => report({ kind: 'stage', stage }),
        })
        const { files, largestDifference, pictures } = result
        const exported: Exported = {
          format,
          out: result.out,
          files: files.map(({ name, bytes }) => ({ name, bytes })),
          difference: Number.isFinite(largestDifference) ? largestDifference : null,
          golden: pictures,
          snippets: snippetsOf(record.recipe, format, fold),
        }
        return { kind: 'done', exported }
      }, signal)
    }),
  }
}
