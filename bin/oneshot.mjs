// Straight from the TypeScript source: same process, so exit codes, signals and pipes are its own.
import { existsSync } from 'node:fs'

const source = new URL('../src/cli/index.ts', import.meta.url)

if (existsSync(source)) {
  const { register } = await import('tsx/esm/api')
  register()
  await import(source.href)
} else {
  await import(new URL('../out/cli/index.js', import.meta.url).href)
}
