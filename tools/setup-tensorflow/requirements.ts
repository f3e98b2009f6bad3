/** Looks for what a set-up needs on this computer, and says in plain words what is missing. */
import { existsSync, readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isOlder, OLDEST_DRIVER } from './plan.ts'
import { run } from './run.ts'
import { compilerHint, Missing, pipHint } from './trouble.ts'

/** A Python with pip; the version is any that pip still supports, since nothing of TensorFlow's Python is run. */
export async function findPython(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const candidates = env['PYTHON'] === undefined ? ['python3', 'python'] : [env['PYTHON']]
  let seen = false
  for (const python of candidates) {
    const version = await run(python, ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))'])
    if (version.status !== 0) continue
    seen = true
    if ((await run(python, ['-m', 'pip', '--version'])).status === 0) return python
  }
  if (seen) throw new Missing('Python is here, but its installer pip is not.', pipHint(process.platform))
  const asked = env['PYTHON'] === undefined ? '' : ` (PYTHON names ${env['PYTHON']})`
  throw new Missing(
    `Python 3.8 or newer was not found${asked}. It is needed only to fetch and build TensorFlow, not to use it.`,
    pipHint(process.platform),
  )
}

export async function checkCompiler(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const missing: string[] = []
  const compiler = (env['CXX'] ?? (process.platform === 'darwin' ? 'clang++' : 'g++')).trim()
  if ((await run(compiler, ['--version'])).status !== 0) missing.push(`a C++ compiler (${compiler})`)
  if ((await run('make', ['--version'])).status !== 0) missing.push('make')
  if (missing.length > 0)
    throw new Missing(
      `To build the link between Node.js and TensorFlow, ${missing.join(' and ')} is missing.`,
      compilerHint(process.platform),
    )
}

/** The node-gyp that came with npm. @param env as npm sets it for its scripts */
export function findNodeGyp(env: NodeJS.ProcessEnv = process.env, execPath = process.execPath): string {
  const beside = dirname(dirname(execPath))
  const ofNpm = 'node_modules/node-gyp/bin/node-gyp.js'
  const candidates = [
    env['npm_config_node_gyp'],
    env['npm_execpath'] && join(dirname(dirname(env['npm_execpath'])), ofNpm),
    join(beside, 'lib/node_modules/npm', ofNpm),
  ]
  const found = candidates.find((file) => file !== undefined && existsSync(file))
  if (found !== undefined) return found
  throw new Missing('node-gyp, which comes with npm, was not found.', 'Run it by `npm run setup:tensorflow`.')
}

/** Folder whose include/node holds the headers of this Node.js. They are not fetched. */
export function findHeaders(env: NodeJS.ProcessEnv = process.env, execPath = process.execPath): string {
  const candidates = [env['npm_config_nodedir'], dirname(dirname(execPath))]
  const found = candidates.find((folder) => folder && existsSync(join(folder, 'include/node/node_api.h')))
  if (found) return found
  throw new Missing(
    `The headers of Node.js are not beside ${execPath}.`,
    "Use a Node.js from nodejs.org, nvm or your system's development package (libnode-dev), or name their folder: `npm run setup:tensorflow --nodedir=FOLDER`, where FOLDER/include/node/node_api.h is.",
  )
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}

/** Version of the NVIDIA driver; undefined where there is none. */
export async function nvidiaDriver(): Promise<string | undefined> {
  const loaded = textOf('/sys/module/nvidia/version')
  if (loaded !== undefined) return loaded
  // Under Windows' Linux subsystem the driver is Windows' own.
  const asked = await run('nvidia-smi', ['--query-gpu=driver_version', '--format=csv,noheader'])
  return asked.status === 0 ? asked.stdout.trim().split('\n')[0] : undefined
}

/** @throws Missing where CUDA 12 cannot run */
export function checkDriver(version: string | undefined): void {
  if (version === undefined)
    throw new Missing(
      'No NVIDIA driver was found on this computer.',
      `Install driver ${OLDEST_DRIVER} or newer, or leave --cuda out: TensorFlow then computes on the processor.`,
    )
  if (isOlder(version, OLDEST_DRIVER))
    throw new Missing(
      `The NVIDIA driver ${version} is too old for CUDA 12.`,
      `Install driver ${OLDEST_DRIVER} or newer, or leave --cuda out: TensorFlow then computes on the processor.`,
    )
}

/** @throws Missing where less than `bytes` are free */
export async function checkSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const inGb = (value: number) => `${(value / 1e9).toFixed(1)} GB`
  if (free < bytes)
    throw new Missing(
      `Setting TensorFlow up takes ${inGb(bytes)} for a while, and ${folder} has ${inGb(free)} free.`,
      'Free some space and run the set-up again.',
    )
}
