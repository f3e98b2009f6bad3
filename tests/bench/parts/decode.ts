import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { printed } from '../report.ts'
import type { Part } from './index.ts'

/** Decoding and shrinking beside Pillow and NumPy. */
export const decode: Part = async ({ python, rounds }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'oneshot-decode-'))
  const samples = ['omniglot-background-small1', 'emoji-objects'].map((name) => {
    const into = path.join(folder, name)
    execFileSync(python, ['-m', 'zipfile', '-e', `resources/samples/${name}.zip`, into])
    return into
  })
  try {
    const text = await printed('Decoding beside Pillow', ['tests/bench/decode.ts', python, ...samples, String(rounds)])
    return text.replaceAll(`${folder}/`, '').replaceAll(python, 'PYTHON')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
