import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { backbonePath } from '../engine/index.ts'

interface Known {
  /** Sizes and times of the files it was made from. */
  readonly stamp: string
  readonly checksum: string
}

/** By path: a file is read again only where its size or time changed. */
const known = new Map<string, Known>()

async function stampOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined)
  return found ? `${found.size} ${found.mtimeMs}` : ''
}

/**
 * What tells one frozen network from another of the same name: SHA-256, hexadecimal, of its file and of the one beside it
 * that says how it is fed.
 * @param model name of a bundled one or path of an ONNX file
 * @throws UserError `engine/no-backbone` when the file is not there
 */
export async function backboneChecksum(model: string): Promise<string> {
  const path = backbonePath(model)
  const beside = path.replace(/\.onnx$/, '.json')
  const stamp = (await Promise.all([path, beside].map(stampOf))).join(', ')
  const before = known.get(path)
  if (before?.stamp === stamp) return before.checksum
  const sum = createHash('sha256').update(await readFile(path))
  if (beside !== path) sum.update(await readFile(beside).catch(() => ''))
  const checksum = sum.digest('hex')
  known.set(path, { stamp, checksum })
  return checksum
}
