/** Writes what a run has learnt in a format other programs read, and proves that it says the same. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { messageOf, UserError } from '../../shared/errors.ts'
import { backbonePath, loadBackbone } from '../engine/index.ts'
import { openTrained, type Trained } from '../trained/index.ts'
import { whiteningOfState } from '../trained/backbone-embedder.ts'
import { describeExport } from './describe.ts'
import { checkOut, writeFolder } from './folder.ts'
import { checkInFreshProcess } from './fresh-process.ts'
import { goldenPictures, makeGolden } from './golden.ts'
import { backboneModel } from './model/backbone.ts'
import { networkModel } from './model/network.ts'
import { pairModel } from './model/pair.ts'
import { encodeNpy } from './npy.ts'
import { readme } from './readme.ts'
import type { NamedBytes } from './tfjs/write.ts'
import type { Differences, ExportOptions, ExportResult } from './types.ts'
import { modelFiles, type ExportModels } from './write-models.ts'

/** An export further than this from its run is not handed out. */
const LARGEST_DIFFERENCE = 1e-3

/**
 * Exports a run: model, pair model, golden files, `export.json` and a page with programs that use them.
 * @throws UserError `run/…`, `checkpoint/none`, `export/not-empty`, `export/unsupported`, `export/backbone`,
 *   `export/differs` when what was written does not give the run's codes, or `files/…`; nothing is left behind then
 */
export async function exportRun(runDir: string, options: ExportOptions): Promise<ExportResult> {
  const out = path.resolve(options.out)
  await checkOut(out)
  options.onStage?.('opening')
  const { which, cacheDir } = options
  const trained = await openTrained(runDir, {
    // The one engine that is always there; codes do not depend on it but for rounding.
    device: 'cpu',
    ...(which !== undefined && { which }),
    ...(cacheDir !== undefined && { cacheDir }),
  })
  try {
    return await exportTrained(trained, { ...options, out })
  } finally {
    await trained.dispose()
  }
}

async function exportTrained(trained: Trained, options: ExportOptions): Promise<ExportResult> {
  const { format, out, onStage, foldPreprocessing: fold = false } = options
  const { embedder, checkpoint, run } = trained
  const { record } = run
  const { recipe } = record
  const codes = embedder.size

  onStage?.('building')
  const models = await buildModels(trained, fold)
  const card = describeExport({ record, checkpoint, format, fold, codes, score: embedder.score })
  const pictures = await goldenPictures(record.dataset.root, recipe.input)
  const golden = await makeGolden(embedder, recipe, pictures, fold)
  const licence = await backboneLicence(trained)
  const files: NamedBytes[] = [
    ...(await modelFiles(models, card, format)),
    ...Object.entries(golden).map(([name, array]) => ({ name: `golden/${name}.npy`, bytes: encodeNpy(array) })),
    ...licence,
  ]

  let differences: Differences | undefined
  await writeFolder(out, async (write, folder) => {
    onStage?.('writing')
    await write([...files, json('export.json', card)])
    onStage?.('checking')
    differences = await check(folder, out)
    const page = readme({
      recipe,
      format,
      fold,
      codes,
      pictures: pictures.names,
      differences,
      licence: licence.length > 0,
    })
    const proof = { ...card, checked: { ...differences, pictures: pictures.names } }
    files.push(json('export.json', proof), { name: 'README.md', bytes: new TextEncoder().encode(page) })
    await write(files.slice(-2))
  })
  const found = differences as Differences | undefined
  if (!found) throw new Error('the export was not checked')
  return {
    format,
    out,
    files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length })),
    largestDifference: Math.max(found.codes, found.distances),
    differences: found,
    pictures: pictures.names.length,
    codes,
  }
}

async function buildModels({ run, checkpoint, embedder }: Trained, fold: boolean): Promise<ExportModels> {
  const { recipe } = run.record
  const pair = await pairModel(recipe, embedder.size, checkpoint.state)
  if (recipe.encoder.kind !== 'backbone') return { model: await networkModel(recipe, checkpoint.state, fold), pair }
  const backbone = await loadBackbone(recipe.encoder.model, 'cpu')
  await backbone.dispose()
  const whitening = whiteningOfState(checkpoint.state, embedder.size)
  return { model: await backboneModel({ recipe, spec: recipe.encoder, backbone, whitening }, fold), pair }
}

/** The licence that lies beside a bundled backbone. */
async function backboneLicence({ run }: Trained): Promise<NamedBytes[]> {
  const { encoder } = run.record.recipe
  if (encoder.kind !== 'backbone') return []
  const file = backbonePath(encoder.model).replace(/-features\.onnx$/, '-LICENSE.txt')
  return existsSync(file) && file.endsWith('.txt')
    ? [{ name: 'BACKBONE-LICENSE.txt', bytes: await readFile(file) }]
    : []
}

function json(name: string, value: unknown): NamedBytes {
  return { name, bytes: new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`) }
}

/** @throws UserError `export/differs` */
async function check(folder: string, out: string): Promise<Differences> {
  let problem: string
  let cause: unknown
  try {
    const differences = await checkInFreshProcess(folder)
    const largest = Math.max(differences.codes, differences.distances)
    if (largest <= LARGEST_DIFFERENCE) return differences
    problem = Number.isFinite(largest)
      ? `its codes differ from the run's by ${largest.toExponential(1)} of their size, more than ${LARGEST_DIFFERENCE}`
      : "its codes, or the run's own, are not numbers"
  } catch (error) {
    problem = `it cannot be read back: ${messageOf(error)}`
    cause = error
  }
  throw new UserError('export/differs', `The export to ${out} was given up: ${problem}.`, {
    subject: out,
    next: 'Try the other format (--format onnx or tfjs); if the run diverged, train it again at a lower rate.',
    cause,
  })
}
