/**
 * Turns src/core/dataset/resample.wat into src/core/dataset/generated/resample-wasm.ts.
 *
 *     npx tsx tools/build-resample-wasm.ts
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import wabt from 'wabt'

const FOLDER = join(import.meta.dirname, '../src/core/dataset')

/** The module's text as a TypeScript file. */
export async function buildResampleWasm(): Promise<string> {
  const { parseWat } = await wabt()
  const text = readFileSync(join(FOLDER, 'resample.wat'), 'utf8')
  const { buffer } = parseWat('resample.wat', text, { simd: true }).toBinary({})
  const base64 = Buffer.from(buffer).toString('base64')
  return `/** resample.wat as WebAssembly; made by tools/build-resample-wasm.ts. */\nexport const RESAMPLE_WASM =\n  '${base64}'\n`
}

const OUTPUT = join(FOLDER, 'generated', 'resample-wasm.ts')

if (process.argv[1] === import.meta.filename) {
  mkdirSync(dirname(OUTPUT), { recursive: true })
  writeFileSync(OUTPUT, await buildResampleWasm())
}
