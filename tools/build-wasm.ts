/**
 * Turns every .wat file into TypeScript that carries its WebAssembly: x.wat into generated/x-wasm.ts beside it.
 *
 *     npx tsx tools/build-wasm.ts
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import wabt from 'wabt'

const SOURCES = [
  'src/core/dataset/decode/resample.wat',
  'src/core/evaluation/rows.wat',
  'src/core/model/whitening/products.wat',
]

/** Where the TypeScript of a .wat file lies. */
export function generatedFile(source: string): string {
  return join(dirname(source), 'generated', `${basename(source, '.wat')}-wasm.ts`)
}

/** What should be in it. */
export async function buildWasm(source: string): Promise<string> {
  const { parseWat } = await wabt()
  const { buffer } = parseWat(basename(source), readFileSync(source, 'utf8'), { simd: true }).toBinary({})
  const base64 = Buffer.from(buffer).toString('base64')
  const name = `${basename(source, '.wat').toUpperCase()}_WASM`
  return `/** ${basename(source)} as WebAssembly; made by tools/build-wasm.ts. */\nexport const ${name} =\n  '${base64}'\n`
}

if (process.argv[1] === import.meta.filename) {
  for (const source of SOURCES.map((file) => join(import.meta.dirname, '..', file))) {
    mkdirSync(dirname(generatedFile(source)), { recursive: true })
    writeFileSync(generatedFile(source), await buildWasm(source))
  }
}
