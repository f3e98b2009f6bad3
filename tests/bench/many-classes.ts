/** A folder of many small classes. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { deflateSync } from 'node:zlib'
import { crc32 } from '../../src/core/dataset/crc32.ts'

const SIDE = 8

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(data.length, 0)
  ends.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
}

/** A grey PNG whose first pixels spell its number, so that no two are the same. */
function png(number: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(SIDE, 0)
  header.writeUInt32BE(SIDE, 4)
  header[8] = 8
  const rows = Buffer.alloc(SIDE * (SIDE + 1))
  rows.writeUInt32BE(number, 1)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Writes `class00000/0.png` and so on. */
export function writeClasses(folder: string, classes: number, each: number): void {
  for (let index = 0; index < classes; index++) {
    const dir = path.join(folder, `class${String(index).padStart(5, '0')}`)
    mkdirSync(dir, { recursive: true })
    for (let i = 0; i < each; i++) writeFileSync(path.join(dir, `${i}.png`), png(index * each + i))
  }
}
