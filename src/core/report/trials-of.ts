/** What the trials of an evaluation show beyond its numbers. */
import { messageOf } from '../../shared/errors.ts'
import { Thumbnails } from '../dataset/thumbnails.ts'
import { accuracyByWay } from '../evaluation/accuracy-curve.ts'
import { confusionOf } from '../evaluation/confusion.ts'
import { pictureName, TURNS } from '../evaluation/protocols/turned.ts'
import type { Run, StoredEvaluation } from '../runs/index.ts'
import { listTrials, OpenTrials } from '../trained/trials/index.ts'
import type { DescribedRow, TrialPicture } from '../trained/trials/index.ts'
import type { CollectOptions, ReportPicture, ReportSheet, ReportTrials } from './data.ts'

/** Wrong trials shown as sheets, and pairs of confused classes listed. */
const MOST_SHEETS = 40
const MOST_PAIRS = 20
/** Ways of the table: close together where the curve bends. */
const WAYS = [2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 35, 40, 45, 50]
/** Pixels on each side of a sheet's picture: sharp at 22 mm on paper. */
const SIDE = 160

/** Pictures as data URIs, each made once. */
class Embedded {
  private readonly thumbnails = new Thumbnails()
  private readonly made = new Map<number, string | null>()
  private readonly trials: OpenTrials

  constructor(trials: OpenTrials) {
    this.trials = trials
  }

  async picture({ index, path, className }: TrialPicture): Promise<ReportPicture> {
    if (!this.made.has(index)) this.made.set(index, await this.make(index, path))
    const turn = this.trials.pictures.source.pictures[index]?.turn
    const name = pictureName({ path, ...(turn === undefined ? {} : { turn }) })
    return { path: name, className, uri: this.made.get(index) ?? null }
  }

  close(): void {
    this.thumbnails.close()
  }

  private async make(index: number, path: string): Promise<string | null> {
    const { dataset, source } = this.trials.pictures
    const { pictures } = source
    // Turned pictures follow the pictures themselves, and are known by another hash than their file.
    const turn = pictures[index]?.turn
    const hash = pictures[turn === undefined ? index : index % (pictures.length / TURNS.length)]?.hash
    const place = dataset
      ? { root: dataset.root, ...(dataset.base === undefined ? {} : { base: dataset.base }), path }
      : { root: source.folder, path }
    try {
      const own = { ...(hash === undefined ? {} : { hash }), ...(turn === undefined ? {} : { turn }) }
      const bytes = await this.thumbnails.make({ ...place, ...own }, SIDE)
      return `data:image/webp;base64,${bytes.toString('base64')}`
    } catch (error) {
      // A sheet with a gap says more than no report.
      if (messageOf(error) === '') throw error
      return null
    }
  }
}

/**
 * Accuracy against the number of ways, confusions, and sheets of the worst trials.
 * @throws UserError as `OpenTrials.open`
 */
export async function trialsOf(
  { paths }: Run,
  { id }: StoredEvaluation,
  { cacheDir, signal, onProgress }: CollectOptions,
): Promise<ReportTrials> {
  const trials = await OpenTrials.open(paths.dir, id, cacheDir)
  const { protocol, results } = trials
  const { rows } = listTrials(trials, { wrongOnly: true, sort: 'margin', offset: 0, limit: MOST_SHEETS })
  const ways = [...WAYS.filter((way) => way < protocol.way), protocol.way]
  const embedded = new Embedded(trials)
  const sheets: ReportSheet[] = []
  try {
    for (const [i, row] of rows.entries()) {
      signal?.throwIfAborted()
      onProgress?.('pictures', i, rows.length)
      sheets.push(await sheetOf(row, embedded))
    }
  } finally {
    embedded.close()
  }
  return { byWay: accuracyByWay(protocol, results, ways), sheets, ...confusedIn(trials) }
}

async function sheetOf({ trial, query, truth, chosen, margin, credit }: DescribedRow, embedded: Embedded) {
  return {
    trial,
    query: await embedded.picture(query),
    truth: await embedded.picture(truth),
    chosen: chosen && (await embedded.picture(chosen)),
    margin,
    credit,
  }
}

/** Published runs do not name their classes: nothing can be counted by them. */
function confusedIn({
  pictures: { dataset },
  protocol,
  results,
}: OpenTrials): Pick<ReportTrials, 'confused' | 'confusedPairs'> {
  if (!dataset) return { confused: [], confusedPairs: 0 }
  const nameOf = (index: number) => dataset.classes[index]?.name ?? String(index)
  const { cells } = confusionOf(protocol, results, (picture) => dataset.pictures[picture]?.classIndex ?? -1)
  const confused = cells
    .slice(0, MOST_PAIRS)
    .map(({ truth, chosen, count, offered }) => ({ truth: nameOf(truth), chosen: nameOf(chosen), count, offered }))
  return { confused, confusedPairs: cells.length }
}
