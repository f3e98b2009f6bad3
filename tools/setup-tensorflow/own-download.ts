/** Where no wheel can be linked (Windows, Macs with an Intel processor), the package's own install script runs. */
import { copyFile, mkdir, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { run } from './run.ts'
import { Failed, Missing } from './trouble.ts'

const MADE_BY_IT = ['deps', 'lib', 'build', 'build-tmp-napi-v8']

/** @throws Missing where the package was left out of the installation */
function folderOf(name: string): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
  } catch {
    throw new Missing(
      `The optional package ${name} is not installed.`,
      'Run `npm ci` (without `--omit=optional`), then the set-up again.',
    )
  }
}

export async function downloadOwn(name: string, signal?: AbortSignal): Promise<void> {
  const folder = folderOf(name)
  const kind = name.endsWith('-gpu') ? 'gpu' : 'cpu'
  const args = [join(folder, 'scripts', 'install.js'), kind, 'download']
  const { status, stderr } = await run(process.execPath, args, { cwd: folder, signal, shown: true })
  if (status !== 0) {
    await removeOwn(name)
    throw new Failed(
      `${name} could not fetch its library:\n${stderr.trim().split('\n').slice(-8).join('\n')}`,
      'It comes from storage.googleapis.com: check the network or the proxy (HTTPS_PROXY).',
    )
  }
  // It puts the DLL beside the addon by the N-API version of Node rather than its own: Windows then does not find it.
  const library = join(folder, 'deps', 'lib', 'tensorflow.dll')
  if (!existsSync(library)) return
  const beside = join(folder, 'lib', 'napi-v8')
  await mkdir(beside, { recursive: true })
  await copyFile(library, join(beside, 'tensorflow.dll'))
}

export async function removeOwn(name: string): Promise<void> {
  for (const made of MADE_BY_IT) await rm(join(folderOf(name), made), { recursive: true, force: true })
}
