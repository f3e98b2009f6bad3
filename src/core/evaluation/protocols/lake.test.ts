import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UserError } from '../../../shared/errors.ts'
import { loadLakeRuns } from './lake.ts'
import { range } from '../testing.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'lake-'))
})
afterEach(() => rm(root, { recursive: true }))

const two = (number: number) => String(number).padStart(2, '0')

/** Writes runs in which test picture i belongs to training picture (5 i + run) modulo the way. */
async function writeRuns(folder: string, runs: number, way: number): Promise<void> {
  for (const run of range(runs)) {
    const name = `run${two(run + 1)}`
    const lines: string[] = []
    for (const part of ['training', 'test']) await mkdir(path.join(folder, name, part), { recursive: true })
    for (const i of range(way)) {
      await writeFile(path.join(folder, name, 'training', `class${two(i + 1)}.png`), `support ${run} ${i}`)
      await writeFile(path.join(folder, name, 'test', `item${two(i + 1)}.png`), `query ${run} ${i}`)
      const answer = two(((5 * i + run) % way) + 1)
      lines.push(`${name}/test/item${two(i + 1)}.png ${name}/training/class${answer}.png`)
    }
    await writeFile(path.join(folder, name, 'class_labels.txt'), `${lines.join('\n')}\n`)
  }
}

const labels = (run: number) => path.join(root, `run${two(run)}`, 'class_labels.txt')

/** Message of the failure with the place of the test folder left out. */
async function failure(): Promise<{ code: string; message: string; subject: string | undefined }> {
  const error = await loadLakeRuns(root).then(
    () => Promise.reject(new Error('it was accepted')),
    (reason: UserError) => reason,
  )
  const hide = (text: string) => text.replaceAll(root, '').replaceAll('\\', '/')
  return { code: error.code, message: hide(error.message), subject: error.subject && hide(error.subject) }
}

describe('loadLakeRuns', () => {
  it('reads runs laid out as published', async () => {
    await writeRuns(root, 20, 21)
    const { runs, pictures, protocol } = await loadLakeRuns(root)
    expect(runs).toHaveLength(20)
    expect(pictures).toHaveLength(20 * 42)
    expect(protocol).toMatchObject({ name: 'lake', way: 21, shot: 1, withinGroup: true, acrossDrawer: true })
    expect(protocol.trials).toHaveLength(420)
    const { query, supports, truth } = protocol.trials[21 * 3 + 2]!
    expect(pictures[query]!.path).toBe('run04/test/item03.png')
    expect(supports.map(([s]) => pictures[s!]!.path)).toEqual(
      range(21).map((i) => `run04/training/class${two(i + 1)}.png`),
    )
    expect(truth).toBe((5 * 2 + 3) % 21)
  })

  it('forgives backslashes, CRLF, blank lines, a byte order mark, and one folder around the runs', async () => {
    await writeRuns(path.join(root, 'plain'), 2, 3)
    const plain = await loadLakeRuns(path.join(root, 'plain'))
    await rm(path.join(root, 'plain'), { recursive: true })
    await writeRuns(path.join(root, 'all_runs'), 2, 3)
    const odd = range(3).map((i) => `run01\\test\\item0${i + 1}.png   ./run01/training/class0${((5 * i) % 3) + 1}.png`)
    const file = path.join(root, 'all_runs', 'run01', 'class_labels.txt')
    await writeFile(file, `\uFEFF\r\n${odd.join('\r\n\r\n')}\r\n \r\n`)
    const found = await loadLakeRuns(root)
    expect(found.protocol).toEqual(plain.protocol)
  })

  it.each([
    ['run02/test/item01.png', 'lake/labels', 'a test and a training picture are expected, not "run02/test/item01.png"'],
    [
      'run02/test/item09.png run02/training/class01.png',
      'lake/labels',
      'run02/test/item09.png is not a picture in run02/test',
    ],
    [
      'run02/test/item01.png run01/training/class01.png',
      'lake/labels',
      'run01/training/class01.png is not a picture in run02/training',
    ],
    ['run02/test/item02.png run02/training/class01.png', 'lake/labels', 'run02/test/item02.png already has an answer'],
  ])('names file and line of a wrong label: %s', async (line, code, message) => {
    await writeRuns(root, 2, 3)
    await writeFile(labels(2), `run02/test/item02.png run02/training/class03.png\n\n${line}\n`)
    expect(await failure()).toEqual({
      code,
      message: `/run02/class_labels.txt, line 3: ${message}.`,
      subject: '/run02/class_labels.txt:3',
    })
  })

  it('names what is missing', async () => {
    expect((await failure()).message).toBe(' has no folders run01, run02 and so on.')
    await writeRuns(root, 2, 3)
    await writeFile(labels(2), 'run02/test/item02.png run02/training/class03.png')
    expect((await failure()).message).toBe('/run02/class_labels.txt has no line for run02/test/item01.png.')
    await rm(labels(2))
    expect((await failure()).message).toBe('/run02/class_labels.txt cannot be read.')
    await rm(path.join(root, 'run02', 'training', 'class02.png'))
    expect((await failure()).message).toBe('/run02/training holds 2 pictures, the runs before it 3.')
    await rm(path.join(root, 'run02', 'test'), { recursive: true })
    await writeRuns(root, 1, 2)
    await rm(path.join(root, 'run01', 'training'), { recursive: true })
    expect((await failure()).message).toBe('The folder /run01/training cannot be read.')
  })
})
