import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { presets } from '../training/recipes/index.ts'
import { backboneChecksum } from './backbone-checksum.ts'
import { codesKey } from './code-cache.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'oneshot-backbone-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

async function backbone(name: string, content: string): Promise<string> {
  const file = path.join(dir, name)
  await writeFile(file, content)
  return file
}

const keyOf = (model: string, network = 'state') => {
  const recipe = presets.pretrained
  if (recipe.encoder.kind !== 'backbone') throw new Error('the recipe has a frozen network')
  return codesKey({ ...recipe, encoder: { ...recipe.encoder, model } }, network, 'cpu', 1)
}

describe('backboneChecksum', () => {
  it('goes by content, not by name or time', async () => {
    const file = await backbone('one.onnx', 'weights')
    const before = await backboneChecksum(file)
    expect(await backboneChecksum(await backbone('other.onnx', 'weights'))).toBe(before)
    await utimes(file, 1, 1)
    expect(await backboneChecksum(file)).toBe(before)
    await backbone('one.onnx', 'other weights')
    expect(await backboneChecksum(file)).not.toBe(before)
  })

  it('takes in how the network is fed', async () => {
    const file = await backbone('fed.onnx', 'weights')
    const before = await backboneChecksum(file)
    await backbone('fed.json', '{"size":32}')
    expect(await backboneChecksum(file)).not.toBe(before)
  })

  it('refuses a file that is not there', async () => {
    await expect(backboneChecksum(path.join(dir, 'none.onnx'))).rejects.toThrow(/There is no backbone/)
  })
})

describe('the key of codes', () => {
  it('changes with the file of a frozen network, whatever its name', async () => {
    const file = await backbone('keyed.onnx', 'weights')
    const before = await keyOf(file)
    expect(await keyOf(file)).toBe(before)
    expect(await keyOf(file, 'trained on')).not.toBe(before)
    await backbone('keyed.onnx', 'exchanged')
    expect(await keyOf(file)).not.toBe(before)
  })

  it('needs no file for other networks', async () => {
    expect(await codesKey(presets['all-pairs'], 'state', 'cpu', 1)).toMatch(/^[\da-f]{64}$/)
  })
})
