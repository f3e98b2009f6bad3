import { execFile } from 'node:child_process'
import { mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tinyRecipe, tinyRecord } from '../../../../tests/fixtures/record.ts'
import { floatTensor, intTensor } from '../../engine/program.ts'
import { checkFits, loadCheckpoint, saveCheckpoint } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'

let dir = ''
let file = ''
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'oneshot-checkpoint-'))
  file = path.join(dir, 'last.safetensors')
})
afterEach(() => rm(dir, { recursive: true, force: true }))

function checkpoint(step: number, size = 4): Checkpoint {
  return {
    recipe: tinyRecipe(),
    dataset: 'a'.repeat(64),
    loop: {
      step,
      seconds: 1.5,
      smoothedLoss: null,
      health: {
        firstLoss: 1,
        lowestLoss: 0.3,
        separation: 0.1,
        scale: 0.5,
        flat: 0,
        falling: 0,
        warned: ['stuck'],
      },
      best: { step: 2, accuracy: 0.75, low: 0.6 },
      stale: 1,
      ended: null,
    },
    state: {
      weight: floatTensor([size], new Float32Array(size).fill(step)),
      step: intTensor([], Int32Array.of(step)),
    },
  }
}

describe('a checkpoint', () => {
  it('comes back whole', async () => {
    await saveCheckpoint(file, checkpoint(3))
    expect(await loadCheckpoint(file)).toMatchObject(checkpoint(3))
    expect(await readdir(dir)).toEqual(['last.safetensors'])
  })

  it('is refused when truncated, damaged, missing or something else', async () => {
    await saveCheckpoint(file, checkpoint(3))
    const bytes = await readFile(file)
    await writeFile(file, bytes.subarray(0, bytes.length - 1))
    await expect(loadCheckpoint(file)).rejects.toMatchObject({ code: 'checkpoint/corrupt', subject: file })
    const flipped = Buffer.from(bytes)
    flipped.writeUInt8(flipped.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
    await writeFile(file, flipped)
    await expect(loadCheckpoint(file)).rejects.toThrow(/do not match their checksum/)
    await writeFile(file, 'hello')
    await expect(loadCheckpoint(file)).rejects.toMatchObject({ code: 'checkpoint/corrupt' })
    await expect(loadCheckpoint(path.join(dir, 'none'))).rejects.toMatchObject({ code: 'checkpoint/none' })
  })

  it('is refused with the field that differs when it belongs to another recipe', () => {
    const record = tinyRecord()
    checkFits(checkpoint(1), record, file)
    const { optimiser } = tinyRecipe()
    const other = tinyRecord({ recipe: tinyRecipe({ optimiser: { ...optimiser, rate: 0.5 } }) })
    expect(() => checkFits(checkpoint(1), other, file)).toThrow(/optimiser\.rate was 0\.003, recipe\.json says 0\.5/)
    const data = tinyRecord({ dataset: { ...record.dataset, hash: 'b'.repeat(64) } })
    expect(() => checkFits(checkpoint(1), data, file)).toThrow(/other pictures/)
  })

  it('leaves the old one whole when the disk fills up', async () => {
    await saveCheckpoint(file, checkpoint(1))
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    for (const failing of ['write', 'sync'] as const) {
      const fs = {
        rename,
        async open(name: string, flags: string) {
          const handle = await open(name, flags)
          handle[failing] = () => Promise.reject(full)
          return handle
        },
      }
      await expect(saveCheckpoint(file, checkpoint(2), fs)).rejects.toMatchObject({
        code: 'files/disk-full',
        subject: file,
      })
    }
    expect(await loadCheckpoint(file)).toMatchObject(checkpoint(1))
    expect(await readdir(dir)).toEqual(['last.safetensors'])
  })

  // A real limit of the operating system, not an injected one. Windows has none.
  it.skipIf(process.platform === 'win32')('leaves the old one whole when the system refuses more bytes', async () => {
    await saveCheckpoint(file, checkpoint(1))
    const script = `
      const { saveCheckpoint, loadCheckpoint } = await import(${JSON.stringify(new URL('./checkpoint.ts', import.meta.url).href)})
      const old = await loadCheckpoint(${JSON.stringify(file)})
      old.state.weight = { shape: [100000], dtype: 'float32', data: new Float32Array(100000) }
      await saveCheckpoint(${JSON.stringify(file)}, old).catch((error) => console.log(error.code))`
    const { stdout } = await promisify(execFile)(
      'bash',
      ['-c', 'ulimit -f 64; exec "$0" --import tsx --input-type=module -e "$1"', process.execPath, script],
      { cwd: fileURLToPath(new URL('.', import.meta.url)) },
    )
    expect(stdout.trim()).toBe('files/disk-full')
    expect(await loadCheckpoint(file)).toMatchObject(checkpoint(1))
    expect(await readdir(dir)).toEqual(['last.safetensors'])
  })
})
