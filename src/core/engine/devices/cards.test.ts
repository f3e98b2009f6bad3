import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { nvidiaCards } from './cards.ts'

it('lists the cards of the NVIDIA driver by their place on the bus', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cards-'))
  try {
    expect(nvidiaCards(join(folder, 'none'))).toEqual([])
    for (const [place, text] of [
      ['0000:41:00.0', 'Model: \t\t NVIDIA GeForce RTX 4090\nIRQ:   \t\t 120\n'],
      ['0000:01:00.0', 'Model: \t\t NVIDIA RTX A2000 12GB\n'],
      ['0000:81:00.0', 'IRQ:   \t\t 121\n'],
    ] as const) {
      await mkdir(join(folder, place))
      await writeFile(join(folder, place, 'information'), text)
    }
    expect(nvidiaCards(folder)).toEqual(['NVIDIA RTX A2000 12GB', 'NVIDIA GeForce RTX 4090', 'NVIDIA'])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
