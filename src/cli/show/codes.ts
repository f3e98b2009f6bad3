/** Codes of pictures, and how far they lie apart. */
import path from 'node:path'
import type { PairScore } from '../../shared/evaluation.ts'
import type { EmbeddedFiles } from '../../core/trained/index.ts'
import { rowDistance } from '../../core/evaluation/index.ts'
import { count, figure } from '../format.ts'
import { clipFront, table } from '../table.ts'
import type { Terminal } from '../terminal.ts'

const METRICS: Readonly<Record<PairScore['kind'], string>> = {
  cosine: 'cosine distance',
  euclidean: 'Euclidean distance',
  l1: "the head's output for L1 differences",
  subtract: "the head's output for signed differences (row first)",
}

/** A larger table does not fit a terminal. */
const MOST_SHOWN = 8
const NUMBERS_SHOWN = 6
const NAME_WIDTH = 32

/** `[i][j]`: from picture i to picture j. */
function distances({ files, size, codes, score }: EmbeddedFiles): number[][] {
  const distance = rowDistance({ data: codes, count: files.length, size }, score)
  return files.map((_, i) => files.map((__, j) => distance(i, [j])))
}

/** Everything, for other programs. */
export function codesAsJson(run: string, embedded: EmbeddedFiles): object {
  const { files, size, codes, score } = embedded
  const images = files.map((file, i) => ({ file, code: [...codes.subarray(i * size, (i + 1) * size)] }))
  return { run, size, metric: score.kind, images, distances: distances(embedded) }
}

/** The beginning of each code, and for a handful of pictures the distances between them. */
export function showCodes(terminal: Terminal, embedded: EmbeddedFiles): void {
  const { dim } = terminal.colours
  const { files, size, codes, score } = embedded
  const names = files.map((file) => clipFront(file, NAME_WIDTH))
  const more = size > NUMBERS_SHOWN ? '…' : ''
  const rows = names.map((name, i) => {
    const first = [...codes.subarray(i * size, i * size + Math.min(size, NUMBERS_SHOWN))]
    return [name, ...first.map((value) => value.toFixed(4)), more]
  })
  const right = Array.from({ length: NUMBERS_SHOWN }, () => 'right' as const)
  for (const line of table(rows, ['left', ...right])) terminal.out(line)
  terminal.out(dim(`${count(size, 'number')} a picture: --json prints them all.`))
  if (files.length < 2 || files.length > MOST_SHOWN) return
  terminal.out()
  terminal.out(`${METRICS[score.kind]}, smaller = more alike:`)
  const short = files.map((file) => clipFront(path.basename(file), 12))
  const body = distances(embedded).map((row, i) => [names[i] ?? '', ...row.map(figure)])
  const align = files.map(() => 'right' as const)
  for (const line of table([['', ...short.map((name) => dim(name))], ...body], ['left', ...align])) terminal.out(line)
}
